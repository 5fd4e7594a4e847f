// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.sql.SQLException;

/** The contract on PostgreSQL, so that the others are measured by what it does. */
class PostgresDialectContractTest extends DialectContract {
    @Override
    ForeignDatabase create() throws SQLException {
        try (TestDatabase fresh = TestDatabase.create()) {
            return ForeignDatabase.postgres(fresh, DatabaseKind.POSTGRESQL.dialect(IdentifierQuoting.ALWAYS, true));
        }
    }
}
