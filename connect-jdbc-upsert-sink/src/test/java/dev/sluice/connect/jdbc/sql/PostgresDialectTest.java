// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.RowGroup.Action;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresDialectTest {
    private static final TableInfo ORDERS = new TableInfo(
            new TableId("sales", "orders"),
            List.of(
                    Columns.required("id", "uuid"),
                    Columns.required("line", "integer"),
                    Columns.column("payload", "jsonb"),
                    Columns.column("note", "text")),
            false,
            false);
    private static final Shape.Column ID = new Shape.Column("id", Carrier.TEXT);
    private static final Shape.Column LINE = new Shape.Column("line", Carrier.INTEGER);
    private static final Shape.Column PAYLOAD = new Shape.Column("payload", Carrier.TEXT);
    private static final Shape.Column NOTE = new Shape.Column("note", Carrier.TEXT);
    private static final Shape FULL = new Shape(List.of(ID, LINE, PAYLOAD, NOTE), 2);

    private final PostgresDialect dialect = new PostgresDialect(IdentifierQuoting.ALWAYS);

    @ParameterizedTest
    @CsvSource({
        "text, -1, 'a ', true",
        "character varying, 9, a, true",
        "character varying, 9, 'a ', false",
        "bpchar, 9, a, true",
        "bpchar, 9, 'a ', false",
        "bigint, -1, -12, true",
        "bigint, -1, 012, false",
        "bigint, -1, ' 12', false",
        "bigint, -1, -0, false",
        "numeric, -1, 12, true",
        "numeric, -1, 1.0, false",
        "uuid, -1, 0b8a1f2e-52a4-4b7c-9b8b-0c2f7b1d6a01, true",
        "uuid, -1, 0B8A1F2E-52A4-4B7C-9B8B-0C2F7B1D6A01, false",
        "date, -1, 2024-02-29, true",
        "date, -1, 29 Feb 2024, false",
        "timestamp without time zone, -1, 2024-02-29 23:59:59.000001, true",
        "timestamp without time zone, 6, 2024-02-29 23:59:59, true",
        "timestamp without time zone, 3, 2024-02-29 23:59:59, false",
        "timestamp without time zone, -1, 2024-02-29 24:00:00, false",
        "timestamp without time zone, -1, 2024-02-29 23:59:59.000000, false",
        "timestamp with time zone, -1, 2024-02-29 23:59:59+00, true",
        "timestamp with time zone, -1, 2024-02-29 23:59:59+01, false",
        "citext, -1, a, false",
    })
    void aTextIsAKeyOfItsOwnWhereTheColumnHasOneTextForEachValue(
            String type, int modifier, String text, boolean expected) {
        TableColumn column = Columns.sized("id", type, null, modifier < 0 ? null : modifier);
        assertThat(dialect.tellsApart(column, text)).isEqualTo(expected);
    }

    @Test
    void aCollationThatTakesTextsForEqualTellsNoneApart() {
        assertThat(dialect.tellsApart(Columns.comparing(TextComparison.UNKNOWN, "id", "text"), "a"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2, 1.25, true", "2, 1.255, false", ", 1.255, true", "-2, 1, false"})
    void aDecimalIsAKeyOfItsOwnWhereTheColumnKeepsItsDigits(
            @Nullable Integer scale, BigDecimal value, boolean expected) {
        TableColumn column = Columns.sized("id", "numeric", 10, scale);
        assertThat(dialect.tellsApart(column, value)).isEqualTo(expected);
    }

    @Test
    void floatingPointNumbersAreNotToldApartBecauseZeroHasTwo() {
        TableColumn column = Columns.required("id", "double precision");
        assertThat(dialect.tellsApart(column, -0.0)).isFalse();
        assertThat(dialect.tellsApart(column, 1L)).isFalse();
    }

    private ArrayStatement write(TableInfo table, Action action, Shape shape) {
        return (ArrayStatement) dialect.write(action, table, shape).orElseThrow();
    }

    private String text(Action action, Shape shape) {
        return write(ORDERS, action, shape).text();
    }

    @Test
    void insertCastsToTheColumnsTypes() {
        assertThat(text(Action.INSERT, FULL)).isEqualTo("""
                INSERT INTO "sales"."orders" ("id", "line", "payload", "note") \
                SELECT u.c1::uuid, u.c2::integer, u.c3::jsonb, u.c4 \
                FROM UNNEST(?::text[], ?::int8[], ?::text[], ?::text[]) AS u(c1, c2, c3, c4)""");
    }

    @Test
    void upsertSetsWhatIsNoKey() {
        assertThat(text(Action.UPSERT, FULL)).isEqualTo("""
                INSERT INTO "sales"."orders" ("id", "line", "payload", "note") \
                SELECT u.c1::uuid, u.c2::integer, u.c3::jsonb, u.c4 \
                FROM UNNEST(?::text[], ?::int8[], ?::text[], ?::text[]) AS u(c1, c2, c3, c4) \
                ON CONFLICT ("id", "line") DO UPDATE SET "payload" = EXCLUDED."payload", "note" = EXCLUDED."note\"""");
    }

    @Test
    void upsertOfKeysAloneLeavesRowsThatExist() {
        assertThat(text(Action.UPSERT, new Shape(List.of(ID, LINE), 2)))
                .endsWith(" ON CONFLICT (\"id\", \"line\") DO NOTHING");
    }

    @Test
    void upsertWithoutARequiredColumnUpdatesBeforeItInserts() {
        TableInfo table = new TableInfo(
                new TableId(null, "t"),
                List.of(Columns.required("id", "bigint"), Columns.column("a", "text"), Columns.required("b", "text")),
                false,
                false);
        Shape shape =
                new Shape(List.of(new Shape.Column("id", Carrier.INTEGER), new Shape.Column("a", Carrier.TEXT)), 1);

        assertThat(write(table, Action.UPSERT, shape).text()).isEqualTo("""
                WITH __sluice_given AS (SELECT * FROM UNNEST(?::int8[], ?::text[]) AS u(c1, c2)), \
                __sluice_present AS (UPDATE "t" AS t SET "a" = u.c2 FROM __sluice_given AS u WHERE t."id" = u.c1 RETURNING t."id" AS k1) \
                INSERT INTO "t" ("id", "a") SELECT u.c1, u.c2 FROM __sluice_given AS u \
                WHERE NOT EXISTS (SELECT FROM __sluice_present AS d WHERE d.k1 = u.c1) \
                ON CONFLICT ("id") DO UPDATE SET "a" = EXCLUDED."a\"""");
    }

    @Test
    void updateFindsRowsByCastKeys() {
        assertThat(text(Action.UPDATE, FULL)).isEqualTo("""
                UPDATE "sales"."orders" AS t SET "payload" = u.c3::jsonb, "note" = u.c4 \
                FROM UNNEST(?::text[], ?::int8[], ?::text[], ?::text[]) AS u(c1, c2, c3, c4) \
                WHERE t."id" = u.c1::uuid AND t."line" = u.c2::integer""");
    }

    @Test
    void updateOfKeysAloneIsNothing() {
        assertThat(dialect.write(Action.UPDATE, ORDERS, new Shape(List.of(ID), 1)))
                .isEmpty();
    }

    @Test
    void deleteByASingleKeyTakesOneArray() {
        assertThat(text(Action.DELETE, new Shape(List.of(ID), 1)))
                .isEqualTo("DELETE FROM \"sales\".\"orders\" AS t WHERE t.\"id\" = ANY (?::text[]::uuid[])");
    }

    @Test
    void deleteByACompositeKeyJoins() {
        assertThat(text(Action.DELETE, new Shape(List.of(ID, LINE), 2))).isEqualTo("""
                DELETE FROM "sales"."orders" AS t USING UNNEST(?::text[], ?::int8[]) AS u(c1, c2) \
                WHERE t."id" = u.c1::uuid AND t."line" = u.c2::integer""");
    }

    @Test
    void anIdentityColumnIsOverridden() {
        TableInfo table =
                new TableInfo(new TableId(null, "t"), List.of(Columns.generated("id", "bigint")), false, false);
        Shape shape = new Shape(List.of(new Shape.Column("id", Carrier.INTEGER)), 1);

        assertThat(write(table, Action.INSERT, shape).text())
                .isEqualTo(
                        "INSERT INTO \"t\" (\"id\") OVERRIDING SYSTEM VALUE SELECT u.c1 FROM UNNEST(?::int8[]) AS u(c1)");
    }

    @Test
    void eachParameterSaysWhichColumnItCarriesAndHow() {
        assertThat(write(ORDERS, Action.DELETE, FULL).parameters())
                .containsExactly(
                        new ArrayStatement.Parameter(0, Carrier.TEXT, "text"),
                        new ArrayStatement.Parameter(1, Carrier.INTEGER, "int8"));
    }

    @Test
    void aTableIsMadeWithItsKeyAndDefaults() {
        assertThat(dialect.definitions()
                        .createTable(
                                new TableId(null, "t"),
                                List.of(
                                        new ColumnDefinition("id", "bigint", true, null, null),
                                        new ColumnDefinition("it's", "text", false, "it's", null)),
                                List.of("id")))
                .containsExactly(
                        "CREATE TABLE IF NOT EXISTS \"t\" (\"id\" bigint NOT NULL, \"it's\" text DEFAULT 'it''s'::text,"
                                + " PRIMARY KEY (\"id\"))");
    }

    @Test
    void columnsAreAddedTogether() {
        assertThat(dialect.definitions()
                        .addColumns(
                                new TableId(null, "t"),
                                List.of(
                                        new ColumnDefinition("a", "text", false, null, null),
                                        new ColumnDefinition("b", "integer", false, 7L, "it's seven"))))
                .containsExactly(
                        "ALTER TABLE \"t\" ADD COLUMN IF NOT EXISTS \"a\" text,"
                                + " ADD COLUMN IF NOT EXISTS \"b\" integer DEFAULT '7'::integer",
                        "COMMENT ON COLUMN \"t\".\"b\" IS 'it''s seven'");
    }

    @Test
    void aQuoteInANameIsDoubled() {
        assertThat(dialect.quoted(new TableId("a\"b", "c.d"))).isEqualTo("\"a\"\"b\".\"c.d\"");
    }

    @Test
    void unquotedNamesAreFoldedAsPostgresFoldsThem() {
        PostgresDialect folding = new PostgresDialect(IdentifierQuoting.NEVER);

        assertThat(folding.storedName("OrderÄ_Id")).isEqualTo("orderÄ_id");
        assertThat(dialect.storedName("OrderÄ_Id")).isEqualTo("OrderÄ_Id");
    }

    @Test
    void longNamesAreCutAsPostgresCutsThem() {
        assertThat(dialect.storedName("x".repeat(70))).isEqualTo("x".repeat(63));
        assertThat(dialect.storedName("ä".repeat(40))).isEqualTo("ä".repeat(31));
    }

    @ParameterizedTest
    @CsvSource({
        "08006,TRANSIENT",
        "57P01,TRANSIENT",
        "57014,TRANSIENT",
        "40001,TRANSIENT",
        "40P01,TRANSIENT",
        "53300,TRANSIENT",
        "55P03,TRANSIENT",
        "25006,TRANSIENT",
        "22001,DATA",
        "23505,DATA",
        "42804,DATA",
        "21000,DATA",
        "P0001,DATA",
        "P0004,DATA",
        "54000,DATA",
        "428C9,DATA",
        "US001,UNKNOWN",
        "38000,UNKNOWN",
        "42P01,STRUCTURE",
        "42703,STRUCTURE",
        "28P01,PERMANENT",
        "XX000,PERMANENT",
        ",PERMANENT"
    })
    void eachStateAsksForOneThing(String state, FailureKind kind) {
        assertThat(dialect.errors().classify(new DatabaseError(state, 0))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"42P07,true", "42701,true", "23505,true", "42P01,false", ",false"})
    void whatAnotherTaskMadeIsThere(String state, boolean there) {
        assertThat(dialect.errors().isAlreadyThere(new DatabaseError(state, 0))).isEqualTo(there);
    }

    /** Who waits for it holds up all readers. */
    @Test
    void aTruncateWaitsForItsTableForSecondsAndNothingAfterItDoes() {
        assertThat(((ArrayStatement)
                                dialect.write(Action.TRUNCATE, ORDERS, FULL).orElseThrow())
                        .text())
                .startsWith("DO $sluice$ BEGIN SET LOCAL lock_timeout = '5s'; TRUNCATE TABLE \"sales\".\"orders\";"
                        + " SET LOCAL lock_timeout TO DEFAULT; EXCEPTION");
    }
}
