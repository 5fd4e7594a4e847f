// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ReferencePage;
import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.write.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class JdbcUpsertSinkConfigTest {
    private static final String URL = "jdbc:postgresql://db/warehouse";

    @Test
    void everythingButTheUrlHasADefault() {
        assertThat(JdbcUpsertSinkConfig.of(Map.of("connection.url", URL)))
                .isEqualTo(new JdbcUpsertSinkConfig(
                        new ConnectionSettings(URL, "", new Password(""), Map.of(), 3, Duration.ofSeconds(10)),
                        new WriteKeys.Writes(InsertMode.INSERT, 3_000, false, 10, Duration.ofSeconds(3)),
                        new FieldKeys.Fields(PrimaryKeyMode.NONE, List.of(), Set.of(), true),
                        new TableKeys.TableSettings("${topic}", false, false, IdentifierQuoting.ALWAYS)));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(JdbcUpsertSinkConfig.of(Map.ofEntries(
                        Map.entry("connection.url", URL),
                        Map.entry("connection.user", "loader"),
                        Map.entry("connection.password", "secret"),
                        Map.entry("connection.attempts", "5"),
                        Map.entry("connection.backoff.ms", "100"),
                        Map.entry("connection.sslmode", "require"),
                        Map.entry("dialect.name", "PostgreSqlDatabaseDialect"),
                        Map.entry("insert.mode", "UPSERT"),
                        Map.entry("batch.size", "0"),
                        Map.entry("delete.enabled", "true"),
                        Map.entry("table.name.format", "raw.${topic}"),
                        Map.entry("pk.mode", "record_key"),
                        Map.entry("pk.fields", "a, b"),
                        Map.entry("fields.whitelist", "c,d"),
                        Map.entry("auto.create", "true"),
                        Map.entry("auto.evolve", "true"),
                        Map.entry("quote.sql.identifiers", "never"),
                        Map.entry("replace.null.with.default", "false"),
                        Map.entry("max.retries", "1"),
                        Map.entry("retry.backoff.ms", "7"))))
                .isEqualTo(new JdbcUpsertSinkConfig(
                        new ConnectionSettings(
                                URL,
                                "loader",
                                new Password("secret"),
                                Map.of("sslmode", "require"),
                                5,
                                Duration.ofMillis(100)),
                        new WriteKeys.Writes(InsertMode.UPSERT, 1, true, 1, Duration.ofMillis(7)),
                        new FieldKeys.Fields(PrimaryKeyMode.RECORD_KEY, List.of("a", "b"), Set.of("c", "d"), false),
                        new TableKeys.TableSettings("raw.${topic}", true, true, IdentifierQuoting.NEVER)));
    }

    @Test
    void secretsAreNotShown() {
        JdbcUpsertSinkConfig config = JdbcUpsertSinkConfig.of(Map.of(
                "connection.url", URL + "?password=secret1",
                "connection.password", "secret2",
                "connection.sslpassword", "secret3"));

        assertThat(config.toString()).doesNotContain("secret");
    }

    @Test
    void aCombinationThatCannotWorkDoesNotStart() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JdbcUpsertSinkConfig.of(Map.of("connection.url", URL, "insert.mode", "upsert")))
                .withMessageContaining("pk.mode");
    }

    @Test
    void anotherZoneThanUtcIsRefusedBecauseItWouldShiftWhatIsWritten() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> JdbcUpsertSinkConfig.of(Map.of("connection.url", URL, "db.timezone", "Europe/Berlin")))
                .withMessageContaining("db.timezone");
    }

    @Test
    void keysWithoutEffectAreNamedWithTheReason() {
        assertThat(JdbcUpsertSinkConfig.KEYS.withoutEffect(Map.of(
                        "connection.url", URL,
                        "connection.ApplicationName", "mine",
                        "table.types", "TABLE",
                        "batch.sise", "1")))
                .extracting(Finding::key)
                .containsExactly("batch.sise", "table.types");
    }

    @Test
    void theReferencePageIsCurrent() throws IOException {
        ReferencePage page = new ReferencePage("JDBC upsert sink", """
                `dev.sluice.connect.jdbc.JdbcUpsertSinkConnector` writes each topic to a table of PostgreSQL. A working configuration
                of Confluent's JDBC sink works when `connector.class` alone is changed, if it writes to PostgreSQL with `db.timezone=UTC`:
                other databases and zones are refused for now.

                One `put` is one transaction over all tables of the task. Of several changes to one row only the last is written, columns
                that the source did not send keep their value, and a record that the database refuses goes to the dead-letter topic
                alone. Every other key below `connection.` is handed to the driver without that prefix: `connection.sslmode=require`.
                Unless set so, `connection.socketTimeout` is 60 and `connection.connectTimeout` 10 seconds.""", JdbcUpsertSinkConfig.KEYS);

        assertThat(page.checkedInAt(Path.of("../docs/reference/jdbc-upsert-sink.md")))
                .as("run the tests with -D" + ReferencePage.UPDATE_PROPERTY + "=true to write it")
                .isEqualTo(page.toMarkdown());
    }
}
