// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.Optional;

/** What PostgreSQL's catalogue says of tables, partitioned ones, views and foreign tables. */
record PostgresCatalogue(PostgresDialect dialect) implements Catalogue {

    @Override
    public Query columns(TableId table) {
        // format_type with a modifier of -1 names the type without length, and with its schema where needed. A cast to
        // a type with a length would cut the value without a word; the assignment to the column does not. What the
        // catalogues of older servers lack is read by way of to_jsonb.
        return Query.of("""
                SELECT a.attname, format_type(a.atttypid, -1), \
                CASE WHEN a.atttypmod < 0 THEN NULL \
                WHEN a.atttypid = 'numeric'::regtype THEN ((a.atttypmod - 4) >> 16) & 65535 \
                WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) THEN a.atttypmod - 4 \
                WHEN a.atttypid IN ('bit'::regtype, 'varbit'::regtype) THEN a.atttypmod END, \
                CASE WHEN a.atttypmod < 0 THEN NULL \
                WHEN a.atttypid = 'numeric'::regtype THEN (((a.atttypmod - 4) & 2047) # 1024) - 1024 \
                WHEN a.atttypid IN ('time'::regtype, 'timetz'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype) \
                THEN a.atttypmod END, \
                CASE WHEN coalesce((SELECT to_jsonb(c) ->> 'collisdeterministic' FROM pg_collation c \
                WHERE c.oid = a.attcollation), 'true')::boolean THEN 'EXACT' ELSE 'UNKNOWN' END, \
                a.attnotnull, \
                a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', \
                a.attidentity = 'a', \
                coalesce(to_jsonb(a) ->> 'attgenerated', '') <> ''
                FROM pg_attribute a
                WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attnum""", dialect.quoted(table));
    }

    @Override
    public Query deletesCascade(TableId table) {
        // c, n and d: cascade, set null, set default.
        return Query.of(
                "SELECT EXISTS (SELECT FROM pg_constraint"
                        + " WHERE contype = 'f' AND confrelid = to_regclass(?) AND confdeltype IN ('c', 'n', 'd'))",
                dialect.quoted(table));
    }

    /** What other users' sessions do is hidden from a user who is not told; that they are there is not. */
    @Override
    public Optional<Query> holders(TableId table) {
        return Optional.of(Query.of("""
                SELECT DISTINCT coalesce('session ' || l.pid || ' of user ' || a.usename \
                || coalesce(', application ' || quote_literal(nullif(a.application_name, '')), '') || coalesce(', ' || a.state, '') \
                || coalesce(', in a transaction since ' || a.xact_start::timestamp(0) || ' UTC', ''), \
                'session ' || l.pid, 'a prepared transaction')
                FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.relation = to_regclass(?) AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                LIMIT 3""", dialect.quoted(table)));
    }

    @Override
    public Query uniqueIndexes(TableId table) {
        // Neither partial ones, nor on expressions, nor checked at the commit only: ON CONFLICT takes none of these.
        // What
        // follows the key columns is only included.
        return Query.of("""
                SELECT c.relname, a.attname
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
                WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate
                AND i.indpred IS NULL AND i.indexprs IS NULL
                UNION ALL
                SELECT relname, NULL FROM pg_class WHERE oid = to_regclass(?) AND relkind IN ('v', 'f')""", dialect.quoted(table), dialect.quoted(table));
    }
}
