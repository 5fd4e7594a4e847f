// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.FlattenSettings;
import dev.sluice.connect.transforms.cdc.JsonSettings;
import dev.sluice.connect.transforms.cdc.PartSettings;
import dev.sluice.connect.transforms.cdc.RecordPart;
import dev.sluice.connect.transforms.cdc.TypeSettings;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Puts the values of Debezium's types into other forms, as {@link FlattenCdc} does, in any record. The reference page is {@code docs/reference/debezium-types.md}.
 */
public final class DebeziumTypes {
    static final ConfigTable TABLE = ConfigTable.builder()
            .group(
                    "Types",
                    TypeConfig.TEMPORAL,
                    TypeConfig.SPECIALS,
                    TypeConfig.DECIMALS,
                    TypeConfig.DECIMAL_SCALE,
                    TypeConfig.PLAIN)
            .group("Values", Options.UNAVAILABLE)
            .group("Operation", Options.SCHEMA_CACHE_SIZE, Options.STRICT)
            .build();

    private DebeziumTypes() {}

    private static PartSettings settings(ConfigValues values) {
        TypeSettings types = TypeConfig.settings(values);
        if (!types.convert()) {
            throw new ConfigException(
                    "DebeziumTypes would change nothing: set temporal.mode, decimal.mode or plain.types");
        }
        return new PartSettings(
                FlattenSettings.NONE,
                types,
                JsonSettings.OFF,
                false,
                values.get(Options.UNAVAILABLE),
                values.get(Options.SCHEMA_CACHE_SIZE));
    }

    /**
     * The key of each record.
     *
     * @param <R> source and sink records alike
     */
    public static final class Key<R extends ConnectRecord<R>> extends PartTransform<R> {
        public Key() {
            super("DebeziumTypes$Key", RecordPart.KEY, TABLE, DebeziumTypes::settings);
        }
    }

    /**
     * The value of each record.
     *
     * @param <R> source and sink records alike
     */
    public static final class Value<R extends ConnectRecord<R>> extends PartTransform<R> {
        public Value() {
            super("DebeziumTypes$Value", RecordPart.VALUE, TABLE, DebeziumTypes::settings);
        }
    }
}
