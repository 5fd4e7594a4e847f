// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.commons.data.UnavailableValue;
import dev.sluice.connect.jdbc.change.FieldSelection;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.TimestampFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** Which columns a record has, and which of them are its key. */
final class FieldKeys {
    private static final Map<String, RecordPlan.Origin> COORDINATES = Map.of(
            "topic", RecordPlan.Origin.TOPIC,
            "partition", RecordPlan.Origin.PARTITION,
            "offset", RecordPlan.Origin.OFFSET,
            "timestamp", RecordPlan.Origin.TIMESTAMP);

    record Fields(
            PrimaryKeyMode primaryKeyMode,
            List<String> primaryKeyFields,
            FieldSelection selection,
            String unavailablePlaceholder,
            boolean replaceNullWithDefault) {}

    static final ConfigKey<PrimaryKeyMode> PK_MODE = ConfigKey.oneOf("pk.mode", PrimaryKeyMode.class, '_')
            .defaultTo("none")
            .importance(ConfigDef.Importance.HIGH)
            .dependents("pk.fields")
            .doc(
                    "Where the key columns come from: none; kafka (topic, partition and offset); record_key (the record's key: its"
                            + " fields, or the single value it is); record_value (fields of the value); record_header (headers of the record).");

    static final ConfigKey<List<String>> PK_FIELDS = ConfigKey.list("pk.fields")
            .doc("The names of the key columns. With kafka: three, or none for __connect_topic, __connect_partition and"
                    + " __connect_offset. With record_key: the fields of the key to use, none for all, exactly one where the key"
                    + " is a single value. With record_value: the fields of the value to use, none for all. With record_header: the names of the headers. An index must be"
                    + " unique on exactly these columns.");

    static final ConfigKey<List<String>> FIELDS_WHITELIST = ConfigKey.list("fields.whitelist")
            .doc("The fields of the value to write. None: all. Key columns are always written.");

    static final ConfigKey<List<String>> FIELDS_BLACKLIST =
            ConfigKey.list("fields.blacklist").doc("The fields of the value not to write.");

    static final ConfigKey<List<String>> FIELDS_RENAME = ConfigKey.list("fields.rename")
            .validatedBy(new ColumnNames("field", Set.of()))
            .doc("Columns that are called otherwise than their fields, of the key or the value: field:column.");

    static final ConfigKey<List<String>> KAFKA_COLUMNS = ConfigKey.list("kafka.columns")
            .validatedBy(new ColumnNames("coordinate", COORDINATES.keySet()))
            .doc("Columns for where a record stood in Kafka: topic:column, partition:column, offset:column and"
                    + " timestamp:column, any of them. An update shows those of the last record.");

    static final ConfigKey<List<String>> HEADER_COLUMNS = ConfigKey.list("header.columns")
            .validatedBy(new ColumnNames("header", Set.of()))
            .doc(
                    "Columns for headers of the record: header:column. A record without the header makes the column NULL.");

    static final ConfigKey<String> UPSERT_GUARD_FIELD = ConfigKey.string("upsert.guard.field")
            .doc(
                    "A field that only grows from one event of a row to the next, such as a version, a log position or a time of"
                            + " change. It must be a number or a time (a text of digits is compared as a text, and refused). A row is then never overwritten by an event whose value is lower than the one it has, nor"
                            + " deleted by one that brings a lower value; a tombstone brings none, and deletes; another record"
                            + " without the field is a bad one. Records are written in the order of arrival, without reduction."
                            + " Empty: the last record wins.");

    static final ConfigKey<List<String>> TIMESTAMP_FIELDS = ConfigKey.list("timestamp.fields.list")
            .importance(ConfigDef.Importance.LOW)
            .dependents("timestamp.precision.mode")
            .doc(
                    "Fields of the value that are timestamps although their schema does not say so: integers (INT64), or texts of"
                            + " digits or ISO 8601. They become timestamp columns, in UTC. Fields whose schema says what they are need no"
                            + " mention.");

    static final ConfigKey<TimestampFields.Unit> TIMESTAMP_PRECISION = ConfigKey.oneOf(
                    "timestamp.precision.mode", TimestampFields.Unit.class, '_')
            .defaultTo("microseconds")
            .importance(ConfigDef.Importance.LOW)
            .doc("What the integers of timestamp.fields.list count since 1970: microseconds or nanoseconds.");

    static final ConfigKey<Boolean> REPLACE_NULL_WITH_DEFAULT = ConfigKey.bool("replace.null.with.default")
            .defaultTo(true)
            .doc("Whether a null becomes the default of the field's schema, where there is one.");

    static final ConfigKey<String> UNAVAILABLE_PLACEHOLDER = ConfigKey.string("unavailable.value.placeholder")
            .defaultTo(UnavailableValue.DEFAULT_PLACEHOLDER)
            .validatedBy(new ConfigDef.NonEmptyString())
            .importance(ConfigDef.Importance.LOW)
            .doc("What the source sends in place of a value that it did not read (TOAST), as the same option of the"
                    + " Debezium connector says. In every form it takes (text, bytes, JSON, hstore, arrays), it leaves the column"
                    + " as it is.");

    private FieldKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group(
                "Fields and keys",
                PK_MODE,
                PK_FIELDS,
                FIELDS_WHITELIST,
                FIELDS_BLACKLIST,
                FIELDS_RENAME,
                KAFKA_COLUMNS,
                HEADER_COLUMNS,
                UPSERT_GUARD_FIELD,
                TIMESTAMP_FIELDS,
                TIMESTAMP_PRECISION,
                REPLACE_NULL_WITH_DEFAULT,
                UNAVAILABLE_PLACEHOLDER);
    }

    static Fields fields(ConfigValues values) {
        return new Fields(
                values.get(PK_MODE),
                values.get(PK_FIELDS),
                new FieldSelection(
                        Set.copyOf(values.get(FIELDS_WHITELIST)),
                        Set.copyOf(values.get(FIELDS_BLACKLIST)),
                        ColumnNames.pairs(values.get(FIELDS_RENAME)),
                        extras(values),
                        new TimestampFields(Set.copyOf(values.get(TIMESTAMP_FIELDS)), values.get(TIMESTAMP_PRECISION)),
                        values.get(UPSERT_GUARD_FIELD).isEmpty() ? null : values.get(UPSERT_GUARD_FIELD)),
                values.get(UNAVAILABLE_PLACEHOLDER),
                values.get(REPLACE_NULL_WITH_DEFAULT));
    }

    private static List<FieldSelection.Extra> extras(ConfigValues values) {
        List<FieldSelection.Extra> extras = new ArrayList<>();
        ColumnNames.pairs(values.get(KAFKA_COLUMNS))
                .forEach((coordinate, column) -> extras.add(new FieldSelection.Extra(
                        Objects.requireNonNull(COORDINATES.get(coordinate)), coordinate, column)));
        ColumnNames.pairs(values.get(HEADER_COLUMNS))
                .forEach((header, column) ->
                        extras.add(new FieldSelection.Extra(RecordPlan.Origin.HEADER, header, column)));
        return extras;
    }
}
