// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.FieldPath;
import dev.sluice.connect.transforms.cdc.MapEnvelopes;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * True for records that have a field. A schema answers for all its records, so a field that is null is there; without a schema the record
 * answers for itself.
 *
 * @param <R> source and sink records alike
 */
public final class HasField<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    /** The part of a record in which the field is looked for. */
    enum Part {
        VALUE,
        KEY
    }

    static final ConfigKey<List<String>> FIELD = ConfigKey.parsed("field", HasField::names)
            .required()
            .doc(
                    "The field, or the way to it through structs and maps: names joined by dots, for example source.lsn. A name that has dots"
                            + " itself stands between back-ticks: `geo.point`.lat. The field is there even when its value is null. In a record without"
                            + " a schema that is {schema, payload} it is looked for in the payload.");

    static final ConfigKey<Part> IN = ConfigKey.oneOf("in", Part.class, '-')
            .defaultTo("value")
            .displayName("Key or value")
            .doc("The part of the record that has to have the field.");

    static final ConfigTable TABLE =
            ConfigTable.builder().group("HasField", FIELD, IN).build();

    private List<String> path = List.of();
    private Part part = Part.VALUE;

    @Override
    public void configure(Map<String, ?> configuration) {
        ConfigValues values = Configurations.read("HasField", TABLE, configuration);
        path = values.get(FIELD);
        part = values.get(IN);
    }

    @Override
    public boolean test(R record) {
        return switch (part) {
            case VALUE -> leadsToField(record.valueSchema(), record.value());
            case KEY -> leadsToField(record.keySchema(), record.key());
        };
    }

    private boolean leadsToField(@Nullable Schema rootSchema, @Nullable Object root) {
        Schema schema = rootSchema;
        Object value = rootSchema == null ? MapEnvelopes.payload(root) : root;
        for (String name : path) {
            if (schema != null && schema.type() == Schema.Type.STRUCT) {
                Field field = schema.field(name);
                if (field == null) {
                    return false;
                }
                schema = field.schema();
                value = value instanceof Struct struct ? struct.get(field) : null;
            } else if (value instanceof Map<?, ?> map && map.containsKey(name)) {
                schema = schema == null ? null : schema.valueSchema();
                value = map.get(name);
            } else {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(String written) {
        try {
            return FieldPath.parse(written).names();
        } catch (IllegalArgumentException e) {
            throw new ConfigException("field", written, e.getMessage());
        }
    }

    @Override
    public ConfigDef config() {
        return TABLE.toConfigDef();
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
