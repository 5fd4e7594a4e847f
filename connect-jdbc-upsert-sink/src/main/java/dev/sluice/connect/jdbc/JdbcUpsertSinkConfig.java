// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.write.ConnectionSettings;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** The sink's configuration; each part declares its keys beside it, once. */
record JdbcUpsertSinkConfig(
        ConnectionSettings connection,
        WriteKeys.Writes writes,
        FieldKeys.Fields fields,
        TableKeys.TableSettings tables) {

    static final ConfigTable KEYS = keys();

    private static ConfigTable keys() {
        ConfigTable.Builder table = ConfigTable.builder();
        ConnectionKeys.addTo(table);
        WriteKeys.addTo(table);
        FieldKeys.addTo(table);
        TableKeys.addTo(table);
        return table.build();
    }

    /** @throws ConfigException on the first value that does not fit, or combination that breaks a guarantee */
    static JdbcUpsertSinkConfig of(Map<String, String> configuration) {
        ConfigValues values = KEYS.parse(configuration);
        ConfigRules.problems(values, Set.of()).stream().findFirst().ifPresent(problem -> {
            throw new ConfigException(problem.message());
        });
        return new JdbcUpsertSinkConfig(
                ConnectionKeys.settings(values),
                WriteKeys.writes(values),
                FieldKeys.fields(values),
                TableKeys.settings(values));
    }
}
