// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of databases that the sink writes to. */
public enum DatabaseKind {
    POSTGRESQL("PostgreSqlDatabaseDialect", "jdbc:postgresql:"),
    MARIADB("MariaDbDatabaseDialect", "jdbc:mariadb:"),
    MYSQL("MySqlDatabaseDialect", "jdbc:mysql:"),
    SQLITE("SqliteDatabaseDialect", "jdbc:sqlite:"),
    H2("H2DatabaseDialect", "jdbc:h2:"),
    SQLSERVER("SqlServerDatabaseDialect", "jdbc:sqlserver:"),
    ORACLE("OracleDatabaseDialect", "jdbc:oracle:");

    private final String longName;
    private final String urlPrefix;

    DatabaseKind(String longName, String urlPrefix) {
        this.longName = longName;
        this.urlPrefix = urlPrefix;
    }

    /** Whose URLs these are. */
    public static Optional<DatabaseKind> ofUrl(String url) {
        return Arrays.stream(values())
                .filter(kind -> url.startsWith(kind.urlPrefix))
                .findFirst();
    }

    /** By a short name, or that of Confluent's class for it; whatever the case. */
    public static Optional<DatabaseKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.shortName().equalsIgnoreCase(name) || kind.longName.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Each name that {@link #named} knows. */
    public static List<String> names() {
        return Stream.concat(
                        Arrays.stream(values()).map(DatabaseKind::shortName),
                        Arrays.stream(values()).map(kind -> kind.longName))
                .toList();
    }

    public static List<String> urlPrefixes() {
        return Arrays.stream(values()).map(kind -> kind.urlPrefix).toList();
    }

    private String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param holdlock what SQL Server's statements ask for; see there */
    public Dialect dialect(IdentifierQuoting quoting, boolean holdlock) {
        return switch (this) {
            case POSTGRESQL -> new PostgresDialect(quoting);
            case MARIADB -> MySqlDialect.of(MySqlDialect.Product.MARIADB);
            case MYSQL -> MySqlDialect.of(MySqlDialect.Product.MYSQL);
            case SQLITE -> SqliteDialect.create();
            case H2 -> H2Dialect.of(quoting);
            case SQLSERVER -> SqlServerDialect.of(holdlock);
            case ORACLE -> OracleDialect.of(quoting);
        };
    }
}
