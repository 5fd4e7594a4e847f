// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.PartEngine;
import dev.sluice.connect.transforms.cdc.PartSettings;
import dev.sluice.connect.transforms.cdc.RecordPart;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * A transform of the key or the value of each record, which needs only its keys and what they mean to be one.
 *
 * @param <R> source and sink records alike
 */
abstract class PartTransform<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private final String name;
    private final RecordPart part;
    private final ConfigTable table;
    private final Function<ConfigValues, PartSettings> settings;
    private @Nullable PartEngine<R> engine;

    /** @param name as messages say it */
    PartTransform(String name, RecordPart part, ConfigTable table, Function<ConfigValues, PartSettings> settings) {
        this.name = name;
        this.part = part;
        this.table = table;
        this.settings = settings;
    }

    @Override
    public final void configure(Map<String, ?> configuration) {
        engine = new PartEngine<>(part, settings.apply(Options.read(name, table, configuration)));
    }

    @Override
    public final R apply(R record) {
        try {
            return Objects.requireNonNull(engine, "apply was called before configure")
                    .apply(record);
        } catch (DataException e) {
            throw BadRecord.located(record, e);
        }
    }

    @Override
    public final ConfigDef config() {
        return table.toConfigDef();
    }

    @Override
    public final String version() {
        return PluginVersion.current();
    }

    @Override
    public final void close() {
        engine = null;
    }
}
