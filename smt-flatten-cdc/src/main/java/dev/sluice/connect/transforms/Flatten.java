// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.JsonSettings;
import dev.sluice.connect.transforms.cdc.PartSettings;
import dev.sluice.connect.transforms.cdc.RecordPart;
import dev.sluice.connect.transforms.cdc.TypeSettings;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Makes columns of what lies in nested structs and maps, as {@link FlattenCdc} does, of any record. It takes the option of Kafka's
 * {@code Flatten}, with its default. The reference page is {@code docs/reference/flatten.md}.
 */
public final class Flatten {
    static final ConfigKey<String> DELIMITER = FlattenConfig.DELIMITER.defaultTo(".");

    static final ConfigTable TABLE = ConfigTable.builder()
            .group(
                    "Flattening",
                    DELIMITER,
                    FlattenConfig.MAX_DEPTH,
                    FlattenConfig.INCLUDE,
                    FlattenConfig.EXCLUDE,
                    FlattenConfig.ARRAYS,
                    FlattenConfig.MAX_INDEX,
                    FlattenConfig.MAPS)
            .group("Names", FlattenConfig.CASE, FlattenConfig.SANITIZE, FlattenConfig.COLLISION)
            .group("Values", Options.REPLACE_NULL, FlattenConfig.DEFAULTS, Options.UNAVAILABLE)
            .group("Operation", Options.SCHEMA_CACHE_SIZE, Options.STRICT)
            .build();

    private Flatten() {}

    private static PartSettings settings(ConfigValues values) {
        return new PartSettings(
                FlattenConfig.ofPart(values),
                TypeSettings.KEEP,
                JsonSettings.OFF,
                values.get(Options.REPLACE_NULL),
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
            super("Flatten$Key", RecordPart.KEY, TABLE, Flatten::settings);
        }
    }

    /**
     * The value of each record.
     *
     * @param <R> source and sink records alike
     */
    public static final class Value<R extends ConnectRecord<R>> extends PartTransform<R> {
        public Value() {
            super("Flatten$Value", RecordPart.VALUE, TABLE, Flatten::settings);
        }
    }
}
