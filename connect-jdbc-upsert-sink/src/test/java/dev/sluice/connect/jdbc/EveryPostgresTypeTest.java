// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A table with a column of each PostgreSQL type, through a real Debezium into another PostgreSQL: what the source's and the target's columns
 * show is the same text. One column is of no type that Debezium tells us of: then it is the text of the value.
 */
class EveryPostgresTypeTest {
    /** In a table that the sink makes: the nearest type to what Debezium says, where that is not the source's own. */
    private static final Map<String, String> NEAREST = Map.ofEntries(
            Map.entry("an_oid", "bigint"),
            Map.entry("a_money", "numeric"),
            Map.entry("a_char", "text"),
            Map.entry("a_varchar", "text"),
            Map.entry("a_citext", "text"),
            Map.entry("a_bit", "boolean"),
            Map.entry("bits", "bit varying(12)"),
            Map.entry("a_varbit", "bit varying(12)"),
            Map.entry("a_time_3", "time without time zone"),
            Map.entry("a_timestamp_3", "timestamp without time zone"),
            Map.entry("a_json", "jsonb"),
            Map.entry("an_inet", "text"),
            Map.entry("a_cidr", "text"),
            Map.entry("a_macaddr", "text"),
            Map.entry("a_macaddr8", "text"),
            Map.entry("a_box", "bytea"),
            Map.entry("a_polygon", "bytea"),
            Map.entry("an_hstore", "jsonb"),
            Map.entry("an_int4range", "text"),
            Map.entry("an_int8range", "text"),
            Map.entry("a_numrange", "text"),
            Map.entry("a_tsrange", "text"),
            Map.entry("a_tstzrange", "text"),
            Map.entry("a_daterange", "text"),
            Map.entry("an_enum", "text"),
            Map.entry("a_domain", "integer"),
            Map.entry("an_interval", "interval"),
            Map.entry("enums", "text[]"));

    /** Columns whose value shows otherwise in the nearest type: what makes both the same. */
    private static final Map<String, String> COMPARED_AS = Map.of(
            "a_char", "rtrim(%s::text)",
            "a_money", "%s::numeric::text",
            "a_bit", "%s::int::text",
            "a_box",
                    "CASE pg_typeof(%1$s)::text WHEN 'bytea' THEN convert_from(%1$s::text::bytea, 'UTF8')::box::text ELSE %1$s::text END",
            "a_polygon",
                    "CASE pg_typeof(%1$s)::text WHEN 'bytea' THEN convert_from(%1$s::text::bytea, 'UTF8')::polygon::text"
                            + " ELSE %1$s::text END",
            "an_hstore",
                    "CASE pg_typeof(%1$s)::text WHEN 'jsonb' THEN %1$s::text ELSE hstore_to_json(%1$s::text::hstore)::jsonb::text END",
            // Debezium sends it in UTC.
            "a_timetz", "(%s AT TIME ZONE 'UTC')::text");

    /** Lost before it reaches us: the months of an interval, as Debezium counts microseconds; the length of a varbit. */
    private static final Set<String> LOST_BY_DEBEZIUM = Set.of("an_interval", "a_varbit");

    private TestDatabase source;
    private TestDatabase target;
    private List<SinkRecord> changes;

    @BeforeEach
    void makeTheSource() throws SQLException {
        source = TestDatabase.create();
        target = TestDatabase.create();
        source.execute(RecordedChanges.script("postgres/tables.sql").toArray(String[]::new));
        List<String> statements = RecordedChanges.script("postgres/changes.sql");
        source.execute(statements.get(0), statements.get(1));
        source.execute("SET TIME ZONE 'UTC'");
        target.execute("SET TIME ZONE 'UTC'");
        // Read by the snapshot, inserted, updated.
        changes = RecordedChanges.rows("recorded/shapes.public.types.json", "types")
                .subList(0, 3);
    }

    @AfterEach
    void closeDatabases() throws SQLException {
        source.close();
        target.close();
    }

    @Test
    void aTableOfTheSameTypesEqualsItsSource() throws SQLException {
        target.execute(RecordedChanges.script("postgres/tables.sql").toArray(String[]::new));
        target.execute("TRUNCATE types");
        write("replace.null.with.default", "false");

        assertThat(shown(target)).isEqualTo(shown(source));
    }

    @Test
    void aTableOfOursHasTheNearestTypesAndEqualsItsSource() throws SQLException {
        // Types of extensions are made where the extension is.
        target.execute("CREATE EXTENSION ltree", "CREATE EXTENSION hstore");
        write("replace.null.with.default", "false", "auto.create", "true");

        Map<String, String> expected = new LinkedHashMap<>(types(source));
        expected.putAll(NEAREST);
        assertThat(types(target)).isEqualTo(expected);
        assertThat(shown(target)).isEqualTo(shown(source));
    }

    private void write(String... settings) throws SQLException {
        try (RunningSink sink = RunningSink.mirroring(target, settings)) {
            sink.put(changes);
            assertThat(sink.reports()).isEmpty();
        }
    }

    private static Map<String, String> types(TestDatabase database) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        database.rows("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'types'::regclass AND attnum > 0 ORDER BY attnum")
                .forEach(row -> types.put(row.split("\\|")[0], row.split("\\|")[1]));
        return types;
    }

    /** Each column of each row as the database shows it. */
    private static Map<String, List<String>> shown(TestDatabase database) throws SQLException {
        Map<String, List<String>> shown = new TreeMap<>();
        for (String column : types(database).keySet()) {
            if (!LOST_BY_DEBEZIUM.contains(column)) {
                String text = String.format(COMPARED_AS.getOrDefault(column, "%s::text"), '"' + column + '"');
                shown.put(column, database.rows("SELECT " + text + " FROM types ORDER BY id"));
            }
        }
        return shown;
    }
}
