// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** Which columns a record has, and which of them are its key. */
final class FieldKeys {
    record Fields(
            PrimaryKeyMode primaryKeyMode,
            List<String> primaryKeyFields,
            Set<String> fieldsWhitelist,
            boolean replaceNullWithDefault) {}

    static final ConfigKey<PrimaryKeyMode> PK_MODE = ConfigKey.oneOf("pk.mode", PrimaryKeyMode.class, '_')
            .defaultTo("none")
            .importance(ConfigDef.Importance.HIGH)
            .dependents("pk.fields")
            .doc(
                    "Where the key columns come from: none; kafka (topic, partition and offset); record_key (the record's key: its"
                            + " fields, or the single value it is); record_value (fields of the value).");

    static final ConfigKey<List<String>> PK_FIELDS = ConfigKey.list("pk.fields")
            .doc("The names of the key columns. With kafka: three, or none for __connect_topic, __connect_partition and"
                    + " __connect_offset. With record_key: the fields of the key to use, none for all, exactly one where the key"
                    + " is a single value. With record_value: the fields of the value to use, none for all. An index must be"
                    + " unique on exactly these columns.");

    static final ConfigKey<List<String>> FIELDS_WHITELIST = ConfigKey.list("fields.whitelist")
            .doc("The fields of the value to write. None: all. Key columns are always written.");

    static final ConfigKey<Boolean> REPLACE_NULL_WITH_DEFAULT = ConfigKey.bool("replace.null.with.default")
            .defaultTo(true)
            .doc("Whether a null becomes the default of the field's schema, where there is one.");

    private FieldKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group("Fields and keys", PK_MODE, PK_FIELDS, FIELDS_WHITELIST, REPLACE_NULL_WITH_DEFAULT);
    }

    static Fields fields(ConfigValues values) {
        return new Fields(
                values.get(PK_MODE),
                values.get(PK_FIELDS),
                Set.copyOf(values.get(FIELDS_WHITELIST)),
                values.get(REPLACE_NULL_WITH_DEFAULT));
    }
}
