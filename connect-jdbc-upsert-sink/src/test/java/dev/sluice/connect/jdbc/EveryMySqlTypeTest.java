// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** A table with a column of each MySQL type, through a real Debezium into a table that the sink makes in another MariaDB. */
class EveryMySqlTypeTest {
    private static final Dialect DIALECT = DatabaseKind.MARIADB.dialect(IdentifierQuoting.ALWAYS, true);

    /** How both show the same, where the types differ. */
    private static final Map<String, String> COMPARED_AS = Map.of(
            "a_bit", "%s + 0",
            "a_datetime", "cast(%s AS datetime(6))",
            "a_datetime_3", "cast(%s AS datetime(6))",
            "a_timestamp", "cast(%s AS datetime(6))",
            "a_timestamp_6", "cast(%s AS datetime(6))",
            "a_time", "cast(%s AS time(6))",
            "a_json", "json_compact(%s)");

    /**
     * Debezium sends the largest unsigned number as -1 unless {@code bigint.unsigned.handling.mode=precise}; bits and geometries become
     * texts.
     */
    private static final Set<String> OTHERWISE = Set.of("a_bigint_unsigned", "bits", "a_point", "a_geometry");

    @Test
    void aTableOfOursEqualsItsSource() throws SQLException {
        try (ForeignDatabase source = ForeignDatabase.mariaDb(DIALECT);
                ForeignDatabase target = ForeignDatabase.mariaDb(DIALECT)) {
            List<String> changes = RecordedChanges.script("mariadb/changes.sql");
            source.execute(RecordedChanges.script("mariadb/tables.sql").toArray(String[]::new));
            source.execute(changes.get(0), changes.get(1));
            List<SinkRecord> records = RecordedChanges.rows("recorded-mariadb/mysql.shapes.types.json", "types");

            try (RunningSink sink = RunningSink.mirroringAt(
                    target.url(), "auto.create", "true", "replace.null.with.default", "false")) {
                // Read by the snapshot, inserted, updated.
                sink.put(records.subList(0, 3));
                assertThat(sink.reports()).isEmpty();

                assertThat(shown(target)).isEqualTo(shown(source));
                assertThat(target.rows("SELECT bits FROM types ORDER BY id")).containsExactly("null", "101010101010");

                sink.put(records.subList(3, 8));
            }
            assertThat(target.rows("SELECT id FROM types")).containsExactly("1");
        }
    }

    private static Map<String, List<String>> shown(ForeignDatabase database) throws SQLException {
        Map<String, List<String>> shown = new TreeMap<>();
        for (String column : database.rows("SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = database() AND table_name = 'types'")) {
            if (!OTHERWISE.contains(column)) {
                String text = String.format(COMPARED_AS.getOrDefault(column, "%s"), "`" + column + "`");
                shown.put(column, database.rows("SELECT " + text + " FROM types ORDER BY id"));
            }
        }
        return shown;
    }
}
