// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ReferencePage;
import dev.sluice.connect.jdbc.change.DeleteMode;
import dev.sluice.connect.jdbc.change.Deletes;
import dev.sluice.connect.jdbc.change.FieldSelection;
import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.NameCase;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.TableNaming;
import dev.sluice.connect.jdbc.change.TimestampFields;
import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.write.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUpsertSinkConfigTest {
    private static final String URL = "jdbc:postgresql://db/warehouse";

    @Test
    void everythingButTheUrlHasADefault() {
        assertThat(JdbcUpsertSinkConfig.of(Map.of("connection.url", URL)))
                .isEqualTo(new JdbcUpsertSinkConfig(
                        DatabaseKind.POSTGRESQL,
                        true,
                        new ConnectionSettings(URL, "", new Password(""), Map.of(), 3, Duration.ofSeconds(10), null),
                        new WriteKeys.Writes(
                                InsertMode.INSERT,
                                3_000,
                                Duration.ofMillis(100),
                                new Deletes(false, DeleteMode.HARD, "__deleted", null, false),
                                10,
                                Duration.ofSeconds(3)),
                        new FieldKeys.Fields(
                                PrimaryKeyMode.NONE,
                                List.of(),
                                FieldSelection.everything(),
                                "__debezium_unavailable_value",
                                true),
                        new TableKeys.TableSettings(
                                names("${topic}"), false, false, IdentifierQuoting.ALWAYS, ZoneOffset.UTC),
                        new DeliveryKeys.Delivery(false, "sluice_connect_offsets")));
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
                        Map.entry("delete.mode", "soft"),
                        Map.entry("delete.soft.column", "gone"),
                        Map.entry("delete.field", "removed"),
                        Map.entry("truncate.enabled", "true"),
                        Map.entry("fields.blacklist", "e"),
                        Map.entry("fields.rename", "c:C"),
                        Map.entry("kafka.columns", "offset:_offset"),
                        Map.entry("header.columns", "a:b:_header"),
                        Map.entry("upsert.guard.field", "v"),
                        Map.entry("timestamp.fields.list", "t"),
                        Map.entry("timestamp.precision.mode", "nanoseconds"),
                        Map.entry("unavailable.value.placeholder", "n/a"),
                        Map.entry("batch.linger.ms", "9"),
                        Map.entry("exactly.once.enabled", "true"),
                        Map.entry("exactly.once.table", "ops.offsets"),
                        Map.entry("max.retries", "1"),
                        Map.entry("retry.backoff.ms", "7"))))
                .isEqualTo(new JdbcUpsertSinkConfig(
                        DatabaseKind.POSTGRESQL,
                        true,
                        new ConnectionSettings(
                                URL,
                                "loader",
                                new Password("secret"),
                                Map.of("sslmode", "require"),
                                5,
                                Duration.ofMillis(100),
                                null),
                        new WriteKeys.Writes(
                                InsertMode.UPSERT,
                                1,
                                Duration.ofMillis(9),
                                new Deletes(true, DeleteMode.SOFT, "gone", "removed", true),
                                1,
                                Duration.ofMillis(7)),
                        new FieldKeys.Fields(
                                PrimaryKeyMode.RECORD_KEY,
                                List.of("a", "b"),
                                new FieldSelection(
                                        Set.of("c", "d"),
                                        Set.of("e"),
                                        Map.of("c", "C"),
                                        List.of(
                                                new FieldSelection.Extra(RecordPlan.Origin.OFFSET, "offset", "_offset"),
                                                new FieldSelection.Extra(RecordPlan.Origin.HEADER, "a:b", "_header")),
                                        new TimestampFields(Set.of("t"), TimestampFields.Unit.NANOSECONDS),
                                        "v"),
                                "n/a",
                                false),
                        new TableKeys.TableSettings(
                                names("raw.${topic}"), true, true, IdentifierQuoting.NEVER, ZoneOffset.UTC),
                        new DeliveryKeys.Delivery(true, "ops.offsets")));
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
    void pairsThatCannotBeReadAreRefused() {
        for (String[] bad : new String[][] {
            {"kafka.columns", "place:_place"},
            {"fields.rename", "a"},
            {"fields.rename", "a:b,a:c"},
            {"header.columns", ":b"}
        }) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> JdbcUpsertSinkConfig.of(Map.of("connection.url", URL, bad[0], bad[1])))
                    .withMessageContaining(bad[0]);
        }
    }

    @Test
    void aCombinationThatCannotWorkDoesNotStart() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JdbcUpsertSinkConfig.of(Map.of("connection.url", URL, "insert.mode", "upsert")))
                .withMessageContaining("pk.mode");
    }

    @Test
    void whatIsNoZoneIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JdbcUpsertSinkConfig.of(Map.of("connection.url", URL, "db.timezone", "Berlin")))
                .withMessageContaining("'Berlin' is no time zone. Write one as Europe/Berlin");
    }

    @Test
    void namesAreMadeAsTheKeysSay() {
        assertThat(JdbcUpsertSinkConfig.of(Map.of(
                                "connection.url", URL,
                                "topics.to.tables.mapping", "a.b:sales.orders,c:d",
                                "table.name.regex", "x(.*)",
                                "table.name.replacement", "$1",
                                "table.name.normalize", "true",
                                "name.case", "lower",
                                "db.timezone", "Etc/UTC"))
                        .tables())
                .isEqualTo(new TableKeys.TableSettings(
                        new TableKeys.Names(
                                new TableNaming.Rules(
                                        "${topic}",
                                        Map.of("a.b", "sales.orders", "c", "d"),
                                        Pattern.compile("x(.*)"),
                                        "$1",
                                        true),
                                NameCase.LOWER),
                        false,
                        false,
                        IdentifierQuoting.ALWAYS,
                        ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({
        "topics.to.tables.mapping, orders, a topic and a table",
        "table.name.regex, (, no regular expression",
        "table.name.replacement, $1, names a group",
        "dialect.name, GenericDatabaseDialect, must be empty or one of",
        "connection.url, postgresql://db/x, must begin with jdbc:",
        "connection.url, jdbc:db2://db/x, begins with none of"
    })
    void aValueThatCannotWorkIsRefusedOnItsKey(String key, String value, String message) {
        Map<String, String> configuration = new HashMap<>(Map.of("connection.url", URL));
        configuration.put(key, value);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JdbcUpsertSinkConfig.of(configuration))
                .satisfies(refusal -> assertThat(
                                String.valueOf(refusal.getMessage()).replace(",", ""))
                        .contains(key)
                        .contains(message));
    }

    @Test
    void keysOfDebeziumsSinkAreTakenForOurs() {
        Map<String, String> theirs = Map.ofEntries(
                Map.entry("connection.url", URL),
                Map.entry("connection.username", "loader"),
                Map.entry("connection.password", "secret"),
                Map.entry("connection.pool.max_size", "4"),
                Map.entry("insert.mode", "upsert"),
                Map.entry("primary.key.mode", "record_key"),
                Map.entry("primary.key.fields", "id"),
                Map.entry("collection.name.format", "raw.${topic}"),
                Map.entry("schema.evolution", "basic"),
                Map.entry("quote.identifiers", "false"),
                Map.entry("use.time.zone", "UTC"),
                Map.entry("flush.max.retries", "5"),
                Map.entry("flush.retry.delay.ms", "1000"));

        assertThat(JdbcUpsertSinkConfig.of(theirs))
                .isEqualTo(JdbcUpsertSinkConfig.of(Map.ofEntries(
                        Map.entry("connection.url", URL),
                        Map.entry("connection.user", "loader"),
                        Map.entry("connection.password", "secret"),
                        Map.entry("insert.mode", "upsert"),
                        Map.entry("pk.mode", "record_key"),
                        Map.entry("pk.fields", "id"),
                        Map.entry("table.name.format", "raw.${topic}"),
                        Map.entry("auto.create", "true"),
                        Map.entry("auto.evolve", "true"),
                        Map.entry("quote.sql.identifiers", "never"),
                        Map.entry("max.retries", "5"),
                        Map.entry("retry.backoff.ms", "1000"))));
        assertThat(JdbcUpsertSinkConfig.KEYS.withoutEffect(Aliases.resolved(theirs)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("connection.pool.max_size"));
        assertThat(Aliases.findings(theirs))
                .extracting(ConfigTable.Finding::message)
                .contains("'schema.evolution' is taken for 'auto.create' and 'auto.evolve'")
                .hasSize(9);
    }

    @Test
    void ofTwoNamesOfAKeyOursCounts() {
        Map<String, String> both = Map.of("connection.url", URL, "primary.key.mode", "kafka", "pk.mode", "record_key");

        assertThat(JdbcUpsertSinkConfig.of(both).fields().primaryKeyMode()).isEqualTo(PrimaryKeyMode.RECORD_KEY);
        assertThat(Aliases.findings(both))
                .extracting(ConfigTable.Finding::message)
                .containsExactly("'primary.key.mode' is taken for 'pk.mode' (set as well, and counts)");
    }

    private static TableKeys.Names names(String format) {
        return new TableKeys.Names(
                new TableNaming.Rules(format, Map.of(), Pattern.compile(""), "", false), NameCase.AS_IS);
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
                `dev.sluice.connect.jdbc.JdbcUpsertSinkConnector` writes each topic to a table of PostgreSQL, MariaDB, MySQL, SQLite, H2,
                SQL Server or Oracle; [databases](databases.md) says what each of them takes, which drivers there are, and what was never
                run on the real server. A working configuration of Confluent's JDBC sink works when `connector.class` alone is changed.
                Keys of Debezium's sink are taken for ours, with a WARN: `connection.username`, `primary.key.mode`,
                `primary.key.fields`, `collection.name.format`, `schema.evolution`, `quote.identifiers`, `use.time.zone`,
                `flush.max.retries`, `flush.retry.delay.ms`.

                A batch is one transaction over all tables of the task. Of several changes to one row only the last is written, columns
                that the source did not send keep their value, and a record that the database refuses goes to the dead-letter topic
                alone. Every other key below `connection.` is handed to the driver without that prefix: `connection.sslmode=require`.
                Unless set so, the drivers of PostgreSQL and MariaDB give up a silent server after 60 seconds (`connection.socketTimeout`)
                and a connection that is not made after 10 (`connection.connectTimeout`).

                What happens after a crash, and what keeps a task out that has lost its partitions, is in
                [delivery](../concepts/delivery.md). Each task counts what it does ([metrics](jdbc-upsert-sink-metrics.md)).""", JdbcUpsertSinkConfig.KEYS);

        assertThat(page.checkedInAt(Path.of("../docs/reference/jdbc-upsert-sink.md")))
                .as("run the tests with -D" + ReferencePage.UPDATE_PROPERTY + "=true to write it")
                .isEqualTo(page.toMarkdown());
    }
}
