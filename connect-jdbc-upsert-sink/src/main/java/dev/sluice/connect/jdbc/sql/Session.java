// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.List;
import java.util.Map;

/**
 * What a new connection is set up with.
 *
 * @param driverProperties what the driver is told unless the user tells it otherwise
 * @param validation the same where a user waits for the answer: the driver is to give up within seconds
 * @param statements make each session read texts in the same way, whatever the server, the driver and the worker are set to
 */
public record Session(Map<String, String> driverProperties, Map<String, String> validation, List<String> statements) {
    public Session {
        driverProperties = Map.copyOf(driverProperties);
        validation = Map.copyOf(validation);
        statements = List.copyOf(statements);
    }
}
