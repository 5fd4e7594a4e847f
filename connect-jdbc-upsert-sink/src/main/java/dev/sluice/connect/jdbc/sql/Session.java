// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.List;
import java.util.Map;

/**
 * What a new connection is set up with.
 *
 * @param driverProperties what the driver is told unless the user tells it otherwise
 * @param statements make each session read texts in the same way, whatever the server, the driver and the worker are set to
 */
public record Session(Map<String, String> driverProperties, List<String> statements) {
    public Session {
        driverProperties = Map.copyOf(driverProperties);
        statements = List.copyOf(statements);
    }
}
