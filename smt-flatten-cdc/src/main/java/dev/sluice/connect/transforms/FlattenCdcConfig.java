// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.CdcSettings;
import dev.sluice.connect.transforms.cdc.DeleteMode;
import dev.sluice.connect.transforms.cdc.DeleteSettings;
import dev.sluice.connect.transforms.cdc.DeletedMark;
import dev.sluice.connect.transforms.cdc.MetadataField;
import dev.sluice.connect.transforms.cdc.MetadataSettings;
import dev.sluice.connect.transforms.cdc.TruncateMode;
import dev.sluice.connect.transforms.cdc.UnavailableMode;
import dev.sluice.connect.transforms.cdc.UnavailableSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The keys of {@link FlattenCdc}, and how they become the engine's settings. */
final class FlattenCdcConfig {
    static final ConfigKey<DeleteMode> DELETES = ConfigKey.oneOf(
                    "delete.tombstone.handling.mode", DeleteMode.class, '-')
            .defaultTo("tombstone")
            .importance(ConfigDef.Importance.HIGH)
            .displayName("Deletes and tombstones")
            .doc("What becomes of a delete and of the tombstone after it. tombstone and delete-to-tombstone: the"
                    + " delete becomes a tombstone, Debezium's own is dropped. drop: both are dropped. rewrite: the"
                    + " delete becomes its last row with __deleted=\"true\", every other row has __deleted=\"false\","
                    + " the tombstone is dropped. rewrite-with-tombstone: the same, and the tombstone is kept.");

    static final ConfigKey<TruncateMode> TRUNCATES = ConfigKey.oneOf("truncate.handling.mode", TruncateMode.class, '-')
            .defaultTo("drop")
            .displayName("Truncates")
            .doc("What becomes of the event that a table was truncated. pass: the envelope goes on as it is."
                    + " rewrite: its key goes on with a null value. Both carry the header __op=t. fail: the record"
                    + " is refused.");

    static final ConfigKey<String> DELETED_FIELD = ConfigKey.string("deleted.field.name")
            .defaultTo("__deleted")
            .importance(ConfigDef.Importance.LOW)
            .validatedBy(new ConfigDef.NonEmptyString())
            .doc("The field in which the rewrite modes say whether a row was deleted.");

    static final ConfigKey<MarkType> DELETED_TYPE = ConfigKey.oneOf("deleted.field.type", MarkType.class, '-')
            .defaultTo("string")
            .importance(ConfigDef.Importance.LOW)
            .doc("The type of that field, which is optional in any case. string: \"true\" and \"false\", as"
                    + " Debezium has it.");

    /** The values of {@link #DELETED_TYPE}. */
    enum MarkType {
        STRING,
        BOOLEAN
    }

    static final ConfigKey<List<String>> ADD_FIELDS = ConfigKey.list("add.fields")
            .validatedBy(new MetadataNotation())
            .doc("Metadata added to each row as optional fields, comma-separated: name, struct.name at any depth,"
                    + " or either with :newName after it. op, ts_ms, ts_us and ts_ns are the envelope's; id,"
                    + " total_order and data_collection_order the transaction's; other simple names the source"
                    + " block's, or else the envelope's. kafka.topic, kafka.partition, kafka.offset and"
                    + " kafka.timestamp are the place the record was read from. changed.fields are the"
                    + " names of the row's fields that a change has changed, and event.order is a text that is the"
                    + " greater the later the change stands in the log of its database. The dots of a name become"
                    + " underscores. What the envelope's schema does not have is null where its type is known from"
                    + " Debezium's connectors, and else left out, with a warning.");

    static final ConfigKey<String> ADD_FIELDS_PREFIX = ConfigKey.string("add.fields.prefix")
            .defaultTo("__")
            .doc("Comes before the names of add.fields, new names included.");

    static final ConfigKey<List<String>> ADD_HEADERS = ConfigKey.list("add.headers")
            .validatedBy(new MetadataNotation())
            .doc("Metadata set as headers, written as in add.fields. A header of the same name is replaced.");

    static final ConfigKey<String> ADD_HEADERS_PREFIX = ConfigKey.string("add.headers.prefix")
            .defaultTo("__")
            .doc("Comes before the names of add.headers, new names included. Sluice's sinks read the header __op.");

    static final ConfigKey<UnavailableMode> UNAVAILABLE_MODE = ConfigKey.oneOf(
                    "unavailable.value.mode", UnavailableMode.class, '-')
            .defaultTo("keep")
            .displayName("Values the source did not send")
            .doc(
                    "What stands in a column whose value the source did not send; the header __unavailable lists it in any case. keep: the"
                            + " placeholder. before: the value before the change, or the placeholder where that is unknown. null: null, so that such"
                            + " columns are optional. fail: the record is refused.");

    static final ConfigTable TABLE = ConfigTable.builder()
            .group(
                    "Envelopes",
                    EnvelopeConfig.DETECTION,
                    EnvelopeConfig.OTHERS,
                    EnvelopeConfig.CONTROL,
                    EnvelopeConfig.MESSAGES)
            .group("Deletes and truncates", DELETES, TRUNCATES, DELETED_FIELD, DELETED_TYPE)
            .group("Rows", Options.REPLACE_NULL, Options.UNAVAILABLE, UNAVAILABLE_MODE)
            .group(
                    "Flattening",
                    FlattenConfig.FLATTEN,
                    FlattenConfig.DELIMITER,
                    FlattenConfig.MAX_DEPTH,
                    FlattenConfig.INCLUDE,
                    FlattenConfig.EXCLUDE,
                    FlattenConfig.KEY,
                    FlattenConfig.ARRAYS,
                    FlattenConfig.MAX_INDEX,
                    FlattenConfig.MAPS,
                    FlattenConfig.CASE,
                    FlattenConfig.SANITIZE,
                    FlattenConfig.COLLISION,
                    FlattenConfig.DEFAULTS)
            .group(
                    "Types",
                    TypeConfig.TEMPORAL,
                    TypeConfig.SPECIALS,
                    TypeConfig.DECIMALS,
                    TypeConfig.DECIMAL_SCALE,
                    TypeConfig.PLAIN)
            .group("JSON", JsonConfig.FIELDS, JsonConfig.MODE, JsonConfig.SCHEMA)
            .group("Metadata", ADD_FIELDS, ADD_FIELDS_PREFIX, ADD_HEADERS, ADD_HEADERS_PREFIX)
            .group("Routing", RoutingConfig.ROUTE_BY_FIELD, RoutingConfig.ROUTE_TOPIC)
            .group(
                    "Dropped fields",
                    RoutingConfig.DROP_FIELDS_HEADER,
                    RoutingConfig.DROP_FIELDS_FROM_KEY,
                    RoutingConfig.DROP_FIELDS_KEEP_COMPATIBLE)
            .group("Operation", Options.SCHEMA_CACHE_SIZE, Options.STRICT)
            .acceptedWithoutEffect(
                    "drop.tombstones",
                    "Debezium replaced it by delete.tombstone.handling.mode; rewrite-with-tombstone keeps tombstones")
            .acceptedWithoutEffect(
                    "delete.handling.mode",
                    "Debezium replaced it by delete.tombstone.handling.mode, whose value 'rewrite' is the old one's")
            .build();

    private FlattenCdcConfig() {}

    /** @throws ConfigException if a value does not fit, or, where the user wants it so, if a key has no effect */
    static CdcSettings settings(Map<String, ?> configuration) {
        ConfigValues values = Options.read("FlattenCdc", TABLE, configuration);
        return new CdcSettings(
                EnvelopeConfig.settings(values),
                new DeleteSettings(
                        values.get(DELETES),
                        values.get(TRUNCATES),
                        new DeletedMark(values.get(DELETED_FIELD), values.get(DELETED_TYPE) == MarkType.BOOLEAN)),
                FlattenConfig.settings(values),
                TypeConfig.settings(values),
                JsonConfig.settings(values),
                values.get(Options.REPLACE_NULL),
                new MetadataSettings(
                        metadata(values.get(ADD_FIELDS), values.get(ADD_FIELDS_PREFIX)),
                        metadata(values.get(ADD_HEADERS), values.get(ADD_HEADERS_PREFIX))),
                RoutingConfig.drops(values),
                RoutingConfig.routes(values),
                new UnavailableSettings(values.get(Options.UNAVAILABLE), values.get(UNAVAILABLE_MODE)),
                values.get(Options.SCHEMA_CACHE_SIZE));
    }

    private static List<MetadataField> metadata(List<String> written, String prefix) {
        return written.stream().map(text -> MetadataField.parse(text, prefix)).toList();
    }

    private record MetadataNotation() implements ConfigDef.Validator {
        @Override
        public void ensureValid(String key, Object value) {
            for (Object text : (List<?>) value) {
                try {
                    MetadataField.parse((String) text, "");
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(key, value, e.getMessage());
                }
            }
        }

        @Override
        public String toString() {
            return "field, struct.field, or either with :newName";
        }
    }
}
