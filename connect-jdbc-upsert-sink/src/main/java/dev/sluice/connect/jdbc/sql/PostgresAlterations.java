// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.Optional;

/** How PostgreSQL's columns are changed. */
record PostgresAlterations(Quoting names) implements Alterations {
    private static final Widening WIDENING = new Widening(
            List.of(List.of("smallint", "integer", "bigint"), List.of("real", "double precision")),
            new Widening.Decimals("numeric", 1_000, true),
            List.of(new Widening.Texts("character varying", 10_485_760, "", "text")),
            Widening.Length.CHARACTERS);

    @Override
    public Widening widening() {
        return WIDENING;
    }

    @Override
    public Optional<String> lock(TableId table) {
        return Optional.of("LOCK TABLE " + names.quoted(table) + " IN ACCESS EXCLUSIVE MODE");
    }

    @Override
    public List<String> statements(TableId table, ColumnChange change, String declaration) {
        String alter = "ALTER TABLE " + names.quoted(table) + " ALTER COLUMN "
                + names.quoted(change.column().name());
        return change.statements(type -> alter + " TYPE " + type, alter + " DROP NOT NULL");
    }
}
