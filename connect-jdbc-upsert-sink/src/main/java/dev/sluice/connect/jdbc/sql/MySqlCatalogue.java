// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.Optional;

/** What information_schema says of tables and views, the same in MariaDB and MySQL. */
final class MySqlCatalogue implements Catalogue {
    @Override
    public Query columns(TableId table) {
        return Query.of("""
                SELECT column_name, data_type, \
                CASE WHEN data_type IN ('decimal', 'bit') THEN numeric_precision \
                WHEN data_type IN ('char', 'varchar', 'binary', 'varbinary') THEN character_maximum_length END, \
                CASE WHEN data_type = 'decimal' THEN numeric_scale ELSE datetime_precision END, \
                CASE WHEN collation_name IS NULL OR collation_name LIKE '%\\_bin' THEN 'EXACT' \
                WHEN collation_name REGEXP \
                '^(utf8|utf8mb3|utf8mb4)_(general|unicode|unicode_520|0900_ai|uca1400_ai)_ci$' \
                OR collation_name = 'latin1_swedish_ci' THEN 'PLAIN_IS_EXACT' ELSE 'UNKNOWN' END, \
                is_nullable = 'NO', \
                is_nullable = 'NO' AND column_default IS NULL AND extra NOT LIKE '%auto_increment%', \
                0, \
                coalesce(generation_expression, '') <> ''
                FROM information_schema.columns
                WHERE table_schema = coalesce(?, database()) AND table_name = ?
                ORDER BY ordinal_position""", table.schema(), table.name());
    }

    @Override
    public Query deletesCascade(TableId table) {
        return Query.of(
                "SELECT EXISTS (SELECT 1 FROM information_schema.referential_constraints"
                        + " WHERE unique_constraint_schema = coalesce(?, database()) AND referenced_table_name = ?"
                        + " AND delete_rule IN ('CASCADE', 'SET NULL', 'SET DEFAULT'))",
                table.schema(),
                table.name());
    }

    @Override
    public Optional<Query> maxStatementBytes() {
        return Optional.of(Query.of("SELECT @@max_allowed_packet"));
    }

    /** Of a view nobody can tell. */
    @Override
    public Optional<Query> conflictingIndexes(TableId table) {
        return Optional.of(Query.of(
                "SELECT s.index_name, CASE WHEN s.sub_part IS NULL THEN s.column_name END,"
                        + " coalesce(c.extra LIKE '%auto_increment%', 0)"
                        + " FROM information_schema.statistics s LEFT JOIN information_schema.columns c"
                        + " ON c.table_schema = s.table_schema AND c.table_name = s.table_name AND c.column_name = s.column_name"
                        + " WHERE s.table_schema = coalesce(?, database()) AND s.table_name = ? AND s.non_unique = 0"
                        + " UNION ALL SELECT 'VIEW', NULL, 0 FROM information_schema.views"
                        + " WHERE table_schema = coalesce(?, database()) AND table_name = ?",
                table.schema(), table.name(), table.schema(), table.name()));
    }

    @Override
    public Query uniqueIndexes(TableId table) {
        // An index on the start of a text, or on an expression, is none on the column.
        return Query.of(
                "SELECT index_name, column_name FROM information_schema.statistics"
                        + " WHERE table_schema = coalesce(?, database()) AND table_name = ? AND non_unique = 0"
                        + " AND index_name NOT IN (SELECT i.index_name FROM information_schema.statistics i"
                        + " WHERE i.table_schema = coalesce(?, database()) AND i.table_name = ?"
                        + " AND (i.sub_part IS NOT NULL OR i.column_name IS NULL))",
                table.schema(),
                table.name(),
                table.schema(),
                table.name());
    }
}
