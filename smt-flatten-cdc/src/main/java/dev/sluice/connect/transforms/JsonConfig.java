// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.FieldPath;
import dev.sluice.connect.transforms.cdc.JsonMode;
import dev.sluice.connect.transforms.cdc.JsonSchema;
import dev.sluice.connect.transforms.cdc.JsonSettings;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The keys that decide which texts are JSON, and what becomes of them. */
final class JsonConfig {
    private static final String JSON_TYPE = "io.debezium.data.Json";

    static final ConfigKey<List<String>> FIELDS = ConfigKey.list("json.fields")
            .defaultTo(JSON_TYPE)
            .validatedBy(new FlattenConfig.PathNotation())
            .dependents("json.mode")
            .doc(
                    "The STRING columns that hold JSON, as comma-separated paths: names joined by dots, and back-ticks around a name that"
                            + " has dots itself. "
                            + JSON_TYPE + " stands for all columns of that type; without a schema there are none.");

    static final ConfigKey<JsonMode> MODE = ConfigKey.oneOf("json.mode", JsonMode.class, '-')
            .defaultTo("string")
            .displayName("What becomes of JSON")
            .dependents("json.schema")
            .doc(
                    "What becomes of such columns. string: they stay text. expand: the members of objects become fields, and these columns"
                            + " like any others. map: a map of texts, in which what is no text is JSON. A text that is no JSON is refused. In a"
                            + " column whose value the source did not send stands null.");

    static final ConfigKey<JsonSchema> SCHEMA = ConfigKey.parsed("json.schema", JsonConfig::schema)
            .defaultTo("grow")
            .width(ConfigDef.Width.LONG)
            .displayName("Schema of expanded JSON")
            .doc(
                    "Where the schema of expanded JSON comes from. grow: from all values of the topic that the task has seen: fields are added"
                            + " and types widened until it settles. infer: from each value alone, so that it may change with each record. Where"
                            + " types disagree, the field becomes JSON text, and so does an object with more than 1000 different members. Or the"
                            + " schema itself, for each path of json.fields a shape written like the JSON it describes: {\"data\": {\"a\":"
                            + " \"int64\", \"b\": {\"c\": \"string\"}, \"tags\": [\"string\"]}}, of boolean, int64, float64, string and json, which"
                            + " holds everything as text. It is the same from the first record on; members that it does not name are left out, a"
                            + " value that does not fit is refused, and columns that it does not name grow. It has an effect with"
                            + " json.mode=expand, and where there is a schema.");

    private JsonConfig() {}

    static JsonSettings settings(ConfigValues values) {
        List<String> fields = values.get(FIELDS);
        JsonMode mode = values.get(MODE);
        JsonSchema schema = values.get(SCHEMA);
        if (!schema.given().isEmpty() && mode != JsonMode.EXPAND) {
            throw new ConfigException("json.schema gives a schema, which only json.mode=expand needs; set json.mode, or"
                    + " leave json.schema out");
        }
        return new JsonSettings(
                fields.stream()
                        .filter(field -> !field.equals(JSON_TYPE))
                        .map(FieldPath::parse)
                        .toList(),
                fields.contains(JSON_TYPE),
                mode,
                schema);
    }

    private static JsonSchema schema(String text) {
        try {
            return JsonSchema.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("json.schema", text, e.getMessage());
        }
    }
}
