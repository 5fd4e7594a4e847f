// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.partition.ExtractorType;
import dev.sluice.connect.s3.partition.PartitionerType;
import dev.sluice.connect.s3.row.RecordPart;
import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.write.NullValues;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/** Which records are rows, and what columns they have. */
final class RowKeys {
    private static final String DEFAULT_KEY_COLUMN = "__key";
    private static final String DEFAULT_HEADERS_COLUMN = "__headers";
    private static final String SAME_FILE = "keys and headers are columns of the same files";

    /** The values of {@code behavior.on.null.values}. */
    enum NullBehavior {
        FAIL,
        IGNORE,
        WRITE
    }

    /** The values of {@code schema.compatibility}. */
    enum Compatibility {
        NONE,
        BACKWARD,
        FORWARD,
        FULL
    }

    static final ConfigKey<String> KEY_COLUMN = column(RecordPart.KEY)
            .doc(
                    "The column that holds the record's key, of the key's own type; empty for none. __key is a good name.");
    static final ConfigKey<String> HEADERS_COLUMN = column(RecordPart.HEADERS)
            .doc("The column that holds the record's headers, a list of key and value; empty for none. Values are text:"
                    + " strings as they are, everything else as JSON. So a header more or of another type is not another"
                    + " schema.");
    static final ConfigKey<String> TOPIC_COLUMN = column(RecordPart.TOPIC)
            .doc("The column that holds the topic in Kafka, whatever a transform has called it since; empty for none.");
    static final ConfigKey<String> PARTITION_COLUMN =
            column(RecordPart.PARTITION).doc("The column that holds the Kafka partition; empty for none.");
    static final ConfigKey<String> OFFSET_COLUMN =
            column(RecordPart.OFFSET).doc("The column that holds the Kafka offset; empty for none.");
    static final ConfigKey<String> TIMESTAMP_COLUMN = column(RecordPart.TIMESTAMP)
            .doc("The column that holds Kafka's timestamp, in milliseconds and UTC; empty for none.");
    static final ConfigKey<Boolean> STORE_KEYS = ConfigKey.bool("store.kafka.keys")
            .defaultTo(false)
            .doc(
                    "Confluent's way to keep keys. Here it means columns.key=__key, unless columns.key is set: a column of the"
                            + " same file instead of a file beside it.");
    static final ConfigKey<Boolean> STORE_HEADERS = ConfigKey.bool("store.kafka.headers")
            .defaultTo(false)
            .doc(
                    "Confluent's way to keep headers. Here it means columns.headers=__headers, unless columns.headers is set.");
    static final ConfigKey<NullBehavior> NULL_VALUES = ConfigKey.oneOf(
                    "behavior.on.null.values", NullBehavior.class, '-')
            .defaultTo("fail")
            .dependents("report.null.values.to.dlq")
            .doc("What becomes of a record without a value (a tombstone): fail makes it a bad record, which"
                    + " errors.tolerance decides about; ignore skips it; write makes it a row whose columns of the value are"
                    + " all null, and needs columns.key or columns.offset to tell which record it was. With write every"
                    + " column of the value may be null.");
    static final ConfigKey<Boolean> REPORT_NULLS = ConfigKey.bool("report.null.values.to.dlq")
            .defaultTo(true)
            .doc(
                    "Whether behavior.on.null.values=ignore reports the records that it skips to the dead-letter topic, where"
                            + " errors.tolerance=all and such a topic are set.");
    static final ConfigKey<Compatibility> COMPATIBILITY = ConfigKey.oneOf(
                    "schema.compatibility", Compatibility.class, '_')
            .defaultTo("none")
            .doc(
                    "What becomes of a record whose schema has no common one with earlier records of its topic, for example"
                            + " because a field was a number and is a text now. none: it begins another file. backward, forward and"
                            + " full, which are one here: it is a bad record, and the kind that came first in its Kafka partition counts, also over"
                            + " restarts. A record whose value has no schema, or whose key has none and is a column, is never refused."
                            + " Compatible schemas always share files, whose schema grows: see the page on schemas.");

    private RowKeys() {}

    private static ConfigKey<String> column(RecordPart part) {
        return ConfigKey.string(part.configurationKey());
    }

    static void declare(ConfigTable.Builder table) {
        table.group(
                        "Rows",
                        KEY_COLUMN,
                        HEADERS_COLUMN,
                        TOPIC_COLUMN,
                        PARTITION_COLUMN,
                        OFFSET_COLUMN,
                        TIMESTAMP_COLUMN,
                        STORE_KEYS,
                        STORE_HEADERS,
                        NULL_VALUES,
                        REPORT_NULLS,
                        COMPATIBILITY)
                .acceptedWithoutEffect("keys.format.class", SAME_FILE)
                .acceptedWithoutEffect("headers.format.class", SAME_FILE)
                .acceptedWithoutEffect(
                        "tombstone.encoded.partition",
                        "tombstones that are written are rows of the same files, in the directories of their own times; with"
                                + " s3.schema.partition.affix.type in that of the name null");
    }

    static Stream<Finding> problems(ConfigValues values) {
        return Stream.concat(
                columnProblems(values), ConfigParsers.problem(NULL_VALUES, () -> checkNullValues(values)).stream());
    }

    private static Stream<Finding> columnProblems(ConfigValues values) {
        Map<String, RecordPart> names = new HashMap<>();
        return columns(values).entrySet().stream()
                .map(column -> {
                    RecordPart part = column.getKey();
                    // Readers look columns up without regard to case.
                    RecordPart other = names.put(column.getValue().toLowerCase(Locale.ROOT), part);
                    return other == null
                            ? Optional.<Finding>empty()
                            : ConfigParsers.problem(key(part), () -> {
                                throw new ConfigException(
                                        part.configurationKey(),
                                        column.getValue(),
                                        "is the name of the column of " + other.configurationKey() + " too");
                            });
                })
                .flatMap(Optional::stream);
    }

    private static void checkNullValues(ConfigValues values) {
        if (values.get(NULL_VALUES) != NullBehavior.WRITE) {
            return;
        }
        Set<RecordPart> columns = columns(values).keySet();
        if (!columns.contains(RecordPart.KEY) && !columns.contains(RecordPart.OFFSET)) {
            throw new ConfigException(
                    NULL_VALUES.name(),
                    "write",
                    "a record without a value needs a column that says which one it was: set columns.key or columns.offset");
        }
        PartitionerType partitioner = values.get(DirectoryKeys.PARTITIONER);
        if (partitioner == PartitionerType.FIELD || partitioner == PartitionerType.FIELD_AND_TIME) {
            throw new ConfigException(
                    NULL_VALUES.name(),
                    "write",
                    "the directories of partitioner.class are made of the value's fields, and a record without a value has"
                            + " none; set a partitioner of times, or behavior.on.null.values=ignore");
        }
        if (values.get(DirectoryKeys.EXTRACTOR) == ExtractorType.RECORD_FIELD) {
            throw new ConfigException(
                    NULL_VALUES.name(),
                    "write",
                    "timestamp.extractor=RecordField takes the time from the value, and a record without one has none; set"
                            + " timestamp.extractor=Record");
        }
    }

    /** What is taken otherwise than the incumbent takes it. */
    static Stream<Finding> notes(ConfigValues values) {
        return Stream.of(
                        note(values, STORE_KEYS, RecordPart.KEY, "keys"),
                        note(values, STORE_HEADERS, RecordPart.HEADERS, "headers"))
                .flatMap(Optional::stream);
    }

    private static Optional<Finding> note(ConfigValues values, ConfigKey<Boolean> key, RecordPart part, String what) {
        return values.get(key)
                ? Optional.of(new Finding(
                        key.name(),
                        "'" + key.name() + "' makes no files of " + what + " beside the others: they are the column '"
                                + columns(values).get(part) + "' of the same files (" + part.configurationKey() + ")"))
                : Optional.empty();
    }

    static RowLayout layout(ConfigValues values, Set<String> leftOut) {
        return new RowLayout(columns(values), leftOut, values.get(NULL_VALUES) == NullBehavior.WRITE);
    }

    static boolean oneKindOnly(ConfigValues values) {
        return values.get(COMPATIBILITY) != Compatibility.NONE;
    }

    static NullValues nullValues(ConfigValues values) {
        return switch (values.get(NULL_VALUES)) {
            case FAIL -> NullValues.FAIL;
            case IGNORE -> values.get(REPORT_NULLS) ? NullValues.REPORT : NullValues.IGNORE;
            case WRITE -> NullValues.WRITE;
        };
    }

    private static Map<RecordPart, String> columns(ConfigValues values) {
        Map<RecordPart, String> columns = new EnumMap<>(RecordPart.class);
        for (RecordPart part : RecordPart.values()) {
            String name = values.get(key(part));
            if (!name.isEmpty()) {
                columns.put(part, name);
            }
        }
        if (values.get(STORE_KEYS)) {
            columns.putIfAbsent(RecordPart.KEY, DEFAULT_KEY_COLUMN);
        }
        if (values.get(STORE_HEADERS)) {
            columns.putIfAbsent(RecordPart.HEADERS, DEFAULT_HEADERS_COLUMN);
        }
        return columns;
    }

    private static ConfigKey<String> key(RecordPart part) {
        return switch (part) {
            case KEY -> KEY_COLUMN;
            case HEADERS -> HEADERS_COLUMN;
            case TOPIC -> TOPIC_COLUMN;
            case PARTITION -> PARTITION_COLUMN;
            case OFFSET -> OFFSET_COLUMN;
            case TIMESTAMP -> TIMESTAMP_COLUMN;
        };
    }
}
