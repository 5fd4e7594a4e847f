// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.List;

/**
 * Statements about locks that belong to a session: whoever loses the session loses them, and only then.
 *
 * @param settings for a session that is to hold locks
 * @param identity one row: the server's number of this session, and when it began
 * @param take one parameter, an array of keys; a row for each key that somebody else has
 * @param holders one parameter, an array of keys; a row for each of them that somebody has: key, the number of the session, when it began,
 *     and whether it is a session of this plugin and user, which may be ended
 * @param end one parameter, the number of a session, which is ended
 * @param patience for a transaction in which a lock is waited for, so that it does not wait for ever
 * @param await one parameter, a key
 * @param release one parameter, an array of keys; a row for each that was held
 */
public record SessionLocks(
        List<String> settings,
        String identity,
        String take,
        String holders,
        String end,
        String patience,
        String await,
        String release) {}
