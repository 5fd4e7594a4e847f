// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.sql.SQLException;

/** The contract on H2. */
class H2DialectTest extends DialectContract {

    @Override
    ForeignDatabase create() throws SQLException {
        return ForeignDatabase.h2(DatabaseKind.H2.dialect(IdentifierQuoting.ALWAYS, true));
    }

    /** It makes a changed table anew, which others do not find meanwhile; the page on databases says so. */
    @Override
    int tasksThatMayChangeATable() {
        return 1;
    }
}
