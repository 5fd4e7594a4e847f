// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.ArrayMode;
import dev.sluice.connect.transforms.cdc.Collision;
import dev.sluice.connect.transforms.cdc.FieldPath;
import dev.sluice.connect.transforms.cdc.FlattenSettings;
import dev.sluice.connect.transforms.cdc.MapMode;
import dev.sluice.connect.transforms.cdc.NameCase;
import dev.sluice.connect.transforms.cdc.NameRule;
import dev.sluice.connect.transforms.cdc.Naming;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The keys that decide which values become columns, and how these are called. */
final class FlattenConfig {
    static final ConfigKey<Boolean> FLATTEN = ConfigKey.bool("flatten")
            .defaultTo(true)
            .importance(ConfigDef.Importance.HIGH)
            .displayName("Flatten nested structs")
            .dependents("delimiter", "flatten.max.depth", "flatten.include", "flatten.exclude")
            .doc(
                    "Whether the fields of nested structs become columns of their own. Structs that stand for one value are kept:"
                            + " VariableScaleDecimal and the geometry types.");

    static final ConfigKey<String> DELIMITER = ConfigKey.string("delimiter")
            .defaultTo("_")
            .width(ConfigDef.Width.SHORT)
            .doc("What joins the names on the way to a nested value.");

    static final ConfigKey<Integer> MAX_DEPTH = ConfigKey.integer("flatten.max.depth")
            .defaultTo(0)
            .validatedBy(ConfigDef.Range.atLeast(0))
            .doc("How many levels of structs are taken apart; what lies deeper is kept as a struct. 0: all.");

    static final ConfigKey<List<String>> INCLUDE = ConfigKey.list("flatten.include")
            .validatedBy(new PathNotation())
            .doc(
                    "The only structs that are taken apart, with those inside and around them, as comma-separated paths: address.geo. A name"
                            + " that has dots itself stands between back-ticks: `geo.point`.lat. Empty: all.");

    static final ConfigKey<List<String>> EXCLUDE = ConfigKey.list("flatten.exclude")
            .validatedBy(new PathNotation())
            .doc(
                    "The structs that are kept, with those inside them, written like flatten.include, over which it wins.");

    static final ConfigKey<Boolean> KEY = ConfigKey.bool("flatten.key")
            .defaultTo(false)
            .displayName("Flatten the key too")
            .doc("Whether the key of a record is treated by the keys of this group like its row.");

    static final ConfigKey<ArrayMode> ARRAYS = ConfigKey.oneOf("array.mode", ArrayMode.class, '-')
            .defaultTo("keep")
            .dependents("array.max.index")
            .doc(
                    "What becomes of arrays. json: a column of JSON text. index: a column for each of the elements up to array.max.index,"
                            + " called after their number.");

    static final ConfigKey<Integer> MAX_INDEX = ConfigKey.integer("array.max.index")
            .defaultTo(9)
            .validatedBy(ConfigDef.Range.between(0, 999))
            .doc(
                    "The last element that becomes a column with array.mode=index. A record with a longer array is refused: nothing is lost"
                            + " silently.");

    static final ConfigKey<MapMode> MAPS = ConfigKey.oneOf("map.mode", MapMode.class, '-')
            .defaultTo("keep")
            .doc(
                    "What becomes of maps that have a schema. json: a column of JSON text. Without a schema maps count as structs.");

    static final ConfigKey<NameCase> CASE = ConfigKey.oneOf("name.case", NameCase.class, '-')
            .defaultTo("keep")
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "How the names of columns are written. snake: customerId becomes customer_id. camel: customer_id becomes customerId. The"
                            + " names of metadata are left as they are.");

    static final ConfigKey<NameRule> SANITIZE = ConfigKey.oneOf("name.sanitize", NameRule.class, '-')
            .defaultTo("none")
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "Which names columns may have. avro: other characters than letters, digits and underscores become underscores, and one"
                            + " comes before a first digit. sql: the same in lower case and cut to 63 characters, so that no quotes are needed.");

    static final ConfigKey<Collision> COLLISION = ConfigKey.oneOf("on.name.collision", Collision.class, '-')
            .defaultTo("fail")
            .importance(ConfigDef.Importance.LOW)
            .displayName("Two values of one name")
            .doc(
                    "What becomes of two values that would get one name. fail: the record is refused. suffix: the later one is called _2, _3"
                            + " and so on. first, last: only that one is kept, and the other is lost.");

    static final ConfigKey<DefaultsMode> DEFAULTS = ConfigKey.oneOf("schema.defaults", DefaultsMode.class, '-')
            .defaultTo("keep")
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "Whether the schemas of columns keep their defaults. strip: converters and sinks behind cannot put a default where a null"
                            + " was written.");

    /** The values of {@link #DEFAULTS}. */
    enum DefaultsMode {
        KEEP,
        STRIP
    }

    private FlattenConfig() {}

    static FlattenSettings settings(ConfigValues values) {
        return settings(values, values.get(FLATTEN), values.get(KEY));
    }

    /** For a transform that does nothing else, and to one part of a record. */
    static FlattenSettings ofPart(ConfigValues values) {
        return settings(values, true, false);
    }

    private static FlattenSettings settings(ConfigValues values, boolean structs, boolean key) {
        return new FlattenSettings(
                structs,
                values.get(MAX_DEPTH),
                paths(values.get(INCLUDE)),
                paths(values.get(EXCLUDE)),
                key,
                values.get(ARRAYS),
                values.get(MAX_INDEX),
                values.get(MAPS),
                new Naming(values.get(DELIMITER), values.get(CASE), values.get(SANITIZE), values.get(COLLISION)),
                values.get(DEFAULTS) == DefaultsMode.STRIP);
    }

    private static List<FieldPath> paths(List<String> written) {
        return written.stream().map(FieldPath::parse).toList();
    }

    /** Accepts paths, and says what is wrong with others. */
    record PathNotation() implements ConfigDef.Validator {
        @Override
        public void ensureValid(String key, Object value) {
            for (Object text : (List<?>) value) {
                try {
                    FieldPath.parse((String) text);
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(key, value, e.getMessage());
                }
            }
        }

        @Override
        public String toString() {
            return "paths of names joined by dots";
        }
    }
}
