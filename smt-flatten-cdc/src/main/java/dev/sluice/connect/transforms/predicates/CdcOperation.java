// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * True for the changes of some operations, wrapped or unwrapped.
 *
 * @param <R> source and sink records alike
 */
public final class CdcOperation<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    static final ConfigKey<List<String>> OPERATIONS = ConfigKey.list("ops")
            .required()
            .validatedBy(new Configurations.SomeOf(List.of("c", "r", "u", "d", "t", "m")))
            .displayName("Operations")
            .doc(
                    "The operations for which the predicate is true, comma-separated: c insert, r read of a snapshot, u update, d delete,"
                            + " t truncate, m logical message.");

    static final ConfigTable TABLE =
            ConfigTable.builder().group("CdcOperation", OPERATIONS).build();

    private Set<Object> operations = Set.of();

    @Override
    public void configure(Map<String, ?> configuration) {
        operations = Set.copyOf(
                Configurations.read("CdcOperation", TABLE, configuration).get(OPERATIONS));
    }

    @Override
    public boolean test(R record) {
        Object operation = ChangeEvent.operation(record);
        return operation != null && operations.contains(operation);
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
