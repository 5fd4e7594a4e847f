// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** The contract on Sqlite. */
class SqliteDialectTest extends DialectContract {
    @TempDir
    Path directory;

    @Override
    ForeignDatabase create() throws SQLException {
        return ForeignDatabase.sqlite(directory, DatabaseKind.SQLITE.dialect(IdentifierQuoting.ALWAYS, true));
    }

    /** They are texts there. */
    @Override
    boolean comparesDecimals() {
        return false;
    }
}
