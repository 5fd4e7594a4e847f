// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.List;

/** PostgreSQL's advisory locks, as a session holds them. */
final class PostgresLocks {
    static final SessionLocks TEXT = new SessionLocks(
            // A session whose client has vanished keeps its locks until the server notices: here in about 20 seconds
            // instead of two hours.
            List.of("SET tcp_keepalives_idle = 10", "SET tcp_keepalives_interval = 3", "SET tcp_keepalives_count = 3"),
            "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()",
            "SELECT k FROM unnest(?::bigint[]) AS u(k) WHERE NOT pg_try_advisory_lock(k)",
            // The catalogue shows a key of 64 bits in two halves. What other users' sessions are called is hidden.
            """
            SELECT k, l.pid, a.backend_start::text, \
            coalesce(a.application_name = current_setting('application_name') AND a.usename = current_user, false)
            FROM unnest(?::bigint[]) AS u(k)
            JOIN pg_locks AS l ON l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
              AND l.classid = ((k >> 32) & 4294967295)::oid AND l.objid = (k & 4294967295)::oid
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
            WHERE l.pid <> pg_backend_pid()""",
            "SELECT pg_terminate_backend(?)",
            "SET LOCAL lock_timeout = '10s'",
            "SELECT pg_advisory_lock(?)",
            "SELECT k FROM unnest(?::bigint[]) AS u(k) WHERE pg_advisory_unlock(k)");

    private PostgresLocks() {}
}
