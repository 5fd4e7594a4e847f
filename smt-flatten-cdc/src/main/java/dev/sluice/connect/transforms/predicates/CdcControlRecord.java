// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.transforms.cdc.ControlKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * True for heartbeats and the like, which Debezium writes beside the changes.
 *
 * @param <R> source and sink records alike
 */
public final class CdcControlRecord<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
    static final ConfigKey<List<String>> KINDS = ConfigKey.list("kinds")
            .defaultTo(ControlKind.words())
            .validatedBy(new Configurations.SomeOf(ControlKind.words()))
            .doc(
                    "The kinds of records for which the predicate is true, comma-separated. They are known by the names of their schemas, and"
                            + " without a schema by their fields.");

    static final ConfigTable TABLE =
            ConfigTable.builder().group("CdcControlRecord", KINDS).build();

    private List<ControlKind> kinds = List.of();

    @Override
    public void configure(Map<String, ?> configuration) {
        List<String> words =
                Configurations.read("CdcControlRecord", TABLE, configuration).get(KINDS);
        kinds = Arrays.stream(ControlKind.values())
                .filter(kind -> words.contains(kind.word()))
                .toList();
    }

    @Override
    public boolean test(R record) {
        for (ControlKind kind : kinds) {
            if (kind.matches(record.value())) {
                return true;
            }
        }
        return false;
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
