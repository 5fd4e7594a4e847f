// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To which types columns grow, and the texts of databases that have no server here. */
class AlterationsTest {
    private static final TableId ID = new TableId("s", "t");

    private static Alterations of(DatabaseKind kind) {
        return kind.dialect(IdentifierQuoting.ALWAYS, true).definitions().alterations();
    }

    private static List<String> statements(
            DatabaseKind kind, TableColumn column, @Nullable String type, boolean dropNotNull, String declaration) {
        return of(kind).statements(ID, new ColumnChange(column, type, dropNotNull), declaration);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POSTGRESQL, integer, -, -, bigint, bigint",
                "POSTGRESQL, bigint, -, -, integer, -",
                "POSTGRESQL, integer, -, -, text, -",
                "POSTGRESQL, numeric, 5, 2, 'numeric(4,3)', 'numeric(6,3)'",
                "POSTGRESQL, numeric, 5, 2, numeric, numeric",
                "POSTGRESQL, numeric, -, -, 'numeric(4,3)', -",
                "MARIADB, smallint, -, -, int, int",
                "MYSQL, mediumint, -, -, bigint, bigint",
                "MYSQL, float, -, -, double, double",
                "MARIADB, decimal, 5, 2, 'decimal(7,1)', 'decimal(8,2)'",
                "MARIADB, decimal, 60, 2, 'decimal(65,30)', -",
                "H2, INTEGER, -, -, bigint, bigint",
                "SQLITE, integer, -, -, integer, -",
                "SQLSERVER, tinyint, -, -, smallint, smallint",
                "SQLSERVER, real, -, -, float, float",
                "ORACLE, NUMBER, 5, 0, number(10), 'number(10,0)'",
                "ORACLE, NUMBER, 5, 2, 'number(38,38)', -",
                "ORACLE, NUMBER, 5, 2, number, -",
                "ORACLE, BINARY_FLOAT, -, -, binary_double, -"
            })
    void aTypeGrowsWithinItsFamily(
            DatabaseKind kind,
            String type,
            @Nullable Integer size,
            @Nullable Integer scale,
            String wanted,
            @Nullable String expected) {
        assertThat(of(kind).widening()
                        .towards(Columns.sized("c", type, size, scale), wanted)
                        .orElse(null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POSTGRESQL, character varying, 3, 4, character varying(6)/character varying(4)",
                "POSTGRESQL, character varying, 3, 3, ''",
                "POSTGRESQL, character varying, -, 9, ''",
                "POSTGRESQL, character varying, 3, 20000000, text",
                "POSTGRESQL, bpchar, 3, 4, ''",
                "MARIADB, varchar, 255, 400, varchar(510)/varchar(400)",
                "MARIADB, varchar, 9000, 10000, varchar(16383)/varchar(10000)",
                "MYSQL, varchar, 255, 16384, longtext",
                "MYSQL, longtext, -, 16384, ''",
                "H2, CHARACTER VARYING, 3, 9999999, CHARACTER VARYING(1048576)",
                "SQLSERVER, nvarchar, 30, 31, nvarchar(60)/nvarchar(31)",
                "SQLSERVER, nvarchar, 30, 4001, nvarchar(max)",
                "ORACLE, VARCHAR2, 30, 31, VARCHAR2(60 char)/VARCHAR2(31 char)",
                "ORACLE, VARCHAR2, 4000, 4001, ''",
                "SQLITE, VARCHAR, 3, 4, ''"
            })
    void aTextsColumnGrowsAsFarAsItMay(
            DatabaseKind kind, String type, @Nullable Integer size, int longest, String expected) {
        assertThat(of(kind).widening().toLength(Columns.sized("c", type, size, null), longest))
                .isEqualTo(Stream.of(expected.split("/"))
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    @Test
    void aCharacterBeyondTheBasicPlaneCountsTwiceWhereTheDatabaseCountsSo() {
        assertThat(of(DatabaseKind.POSTGRESQL).widening().length("😀")).isEqualTo(1);
        assertThat(of(DatabaseKind.SQLSERVER).widening().length("😀")).isEqualTo(2);
    }

    @Test
    void sqlServerStatesTypeCollationAndNullabilityTogether() {
        TableColumn required = Columns.required("c", "nvarchar");

        assertThat(statements(
                        DatabaseKind.SQLSERVER,
                        required,
                        "nvarchar(60)",
                        false,
                        "nvarchar(30) COLLATE Latin1_General_BIN2"))
                .containsExactly(
                        "ALTER TABLE [s].[t] ALTER COLUMN [c] nvarchar(60) COLLATE Latin1_General_BIN2 NOT NULL");
        assertThat(statements(DatabaseKind.SQLSERVER, required, null, true, "nvarchar(30) COLLATE Latin1_General_BIN2"))
                .containsExactly("ALTER TABLE [s].[t] ALTER COLUMN [c] nvarchar(30) COLLATE Latin1_General_BIN2 NULL");
        assertThat(statements(DatabaseKind.SQLSERVER, Columns.column("c", "int"), "bigint", false, "int"))
                .containsExactly("ALTER TABLE [s].[t] ALTER COLUMN [c] bigint NULL");
    }

    /** So that a task that knows an older table waits, and reads it again, before it makes a decimal narrower. */
    @Test
    void sqlServersTablesAreLockedUntilTheTransactionEnds() {
        assertThat(of(DatabaseKind.SQLSERVER).lock(ID))
                .contains("SELECT TOP (1) 1 FROM [s].[t] WITH (TABLOCKX, HOLDLOCK)");
        assertThat(of(DatabaseKind.SQLSERVER).unlock()).isEmpty();
    }

    @Test
    void oracleSaysWhatChanges() {
        assertThat(statements(DatabaseKind.ORACLE, Columns.required("c", "NUMBER"), "number(10,0)", true, ""))
                .containsExactly(
                        "ALTER TABLE \"s\".\"t\" MODIFY (\"c\" number(10,0))",
                        "ALTER TABLE \"s\".\"t\" MODIFY (\"c\" NULL)");
    }

    /** As MySQL 8 prints it. */
    @Test
    void mySqlStatesTheColumnAsTheServerDoesWithAnotherType() {
        String created = """
                CREATE TABLE `t` (
                  `id` int NOT NULL AUTO_INCREMENT,
                  `c` varchar(3) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT (_utf8mb4'x') /*!80023 INVISIBLE */ COMMENT 'NOT NULL, (ever)',
                  `last` decimal(5,2) GENERATED ALWAYS AS ((`id` + 1)) VIRTUAL NOT NULL
                ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci""";

        assertThat(statements(DatabaseKind.MYSQL, Columns.required("c", "varchar"), "varchar(6)", true, created))
                .containsExactly(
                        "ALTER TABLE `s`.`t` MODIFY COLUMN `c` varchar(6) CHARACTER SET latin1 COLLATE latin1_bin"
                                + " NULL DEFAULT (_utf8mb4'x') /*!80023 INVISIBLE */ COMMENT 'NOT NULL, (ever)'");
        assertThat(statements(DatabaseKind.MYSQL, Columns.required("id", "int"), "bigint", false, created))
                .containsExactly("ALTER TABLE `s`.`t` MODIFY COLUMN `id` bigint NOT NULL AUTO_INCREMENT");
    }

    @Test
    void aColumnOfAViewIsLeftAsItIs() {
        String created = "CREATE ALGORITHM=UNDEFINED VIEW `t` AS select `u`.`c` AS `c` from `u`";

        assertThat(statements(DatabaseKind.MARIADB, Columns.column("c", "int"), "bigint", false, created))
                .isEmpty();
    }
}
