// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigTable;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * True for what a snapshot read, initial or incremental, wrapped or unwrapped; has no configuration.
 *
 * @param <R> source and sink records alike
 */
public final class CdcSnapshot<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    static final ConfigTable TABLE = ConfigTable.builder().build();

    @Override
    public void configure(Map<String, ?> configuration) {
        Configurations.read("CdcSnapshot", TABLE, configuration);
    }

    @Override
    public boolean test(R record) {
        Object snapshot = ChangeEvent.snapshot(record);
        // A snapshot's rows may be called inserts (Debezium's ReadToInsertEvent), and early versions wrote a boolean.
        return "r".equals(ChangeEvent.operation(record))
                || (snapshot != null && !snapshot.toString().equals("false"));
    }

    @Override
    public ConfigDef config() {
        return TABLE.toConfigDef();
    }

    @Override
    public String version() {
        return PluginVersion.current();
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
