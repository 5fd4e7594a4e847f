// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import org.jspecify.annotations.Nullable;

/** A table by the names under which the database stores it; without a schema, the connection's search path decides. */
public record TableId(@Nullable String schema, String name) {
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
