// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.FlattenSettings;
import dev.sluice.connect.transforms.cdc.JsonMode;
import dev.sluice.connect.transforms.cdc.PartSettings;
import dev.sluice.connect.transforms.cdc.RecordPart;
import dev.sluice.connect.transforms.cdc.TypeSettings;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Replaces texts that are JSON by what they say, as {@link FlattenCdc} does, in any record. The reference page is {@code docs/reference/expand-json.md}.
 */
public final class ExpandJson {
    static final ConfigKey<JsonMode> MODE = JsonConfig.MODE.defaultTo("expand");

    static final ConfigTable TABLE = ConfigTable.builder()
            .group("JSON", JsonConfig.FIELDS, MODE, JsonConfig.SCHEMA)
            .group("Values", Options.UNAVAILABLE)
            .group("Operation", Options.SCHEMA_CACHE_SIZE, Options.STRICT)
            .build();

    private ExpandJson() {}

    private static PartSettings settings(ConfigValues values) {
        if (values.get(MODE) == JsonMode.STRING) {
            throw new ConfigException("ExpandJson would change nothing with json.mode=string; set expand or map");
        }
        return new PartSettings(
                FlattenSettings.NONE,
                TypeSettings.KEEP,
                JsonConfig.settings(values),
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
            super("ExpandJson$Key", RecordPart.KEY, TABLE, ExpandJson::settings);
        }
    }

    /**
     * The value of each record.
     *
     * @param <R> source and sink records alike
     */
    public static final class Value<R extends ConnectRecord<R>> extends PartTransform<R> {
        public Value() {
            super("ExpandJson$Value", RecordPart.VALUE, TABLE, ExpandJson::settings);
        }
    }
}
