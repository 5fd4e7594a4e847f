// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.TableId;
import java.sql.SQLException;

/** A statement failed, for this table. Its message may quote values, so it is read for its SQLSTATE and not shown. */
final class RefusedException extends Exception {
    private final transient TableId table;
    private final SQLException refusal;

    RefusedException(TableId table, SQLException refusal) {
        super(refusal);
        this.table = table;
        this.refusal = refusal;
    }

    TableId table() {
        return table;
    }

    SQLException refusal() {
        return refusal;
    }
}
