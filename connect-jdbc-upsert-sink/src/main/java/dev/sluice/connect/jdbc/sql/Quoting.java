// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;

/** How names stand in statements, so that none of them can be read as SQL. */
public interface Quoting {

    /** A name for use in a statement, or for a message. */
    String quoted(String name);

    /** A table for use in a statement. */
    default String quoted(TableId table) {
        return table.schema() == null ? quoted(table.name()) : quoted(table.schema()) + "." + quoted(table.name());
    }
}
