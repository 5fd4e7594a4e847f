// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.transforms.cdc.CdcEngine;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Unwraps and flattens a Debezium envelope in one pass. Takes the options of Debezium's {@code ExtractNewRecordState}; the reference page
 * {@code docs/reference/flatten-cdc.md} says where the two differ.
 *
 * @param <R> source and sink records alike
 */
public final class FlattenCdc<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {
    private @Nullable CdcEngine<R> engine;

    @Override
    public void configure(Map<String, ?> configuration) {
        engine = new CdcEngine<>(FlattenCdcConfig.settings(configuration));
    }

    /** Null, which Connect takes as "drop it", where nothing goes on. */
    @Override
    public @Nullable R apply(R record) {
        try {
            return Objects.requireNonNull(engine, "apply was called before configure")
                    .apply(record);
        } catch (DataException e) {
            throw BadRecord.located(record, e);
        }
    }

    @Override
    public ConfigDef config() {
        return FlattenCdcConfig.TABLE.toConfigDef();
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void close() {
        engine = null;
    }
}
