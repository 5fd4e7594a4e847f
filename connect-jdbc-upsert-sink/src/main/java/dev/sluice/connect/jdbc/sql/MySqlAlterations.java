// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB and MySQL change a column only by stating it anew as a whole, and what is not stated is lost: default, comment, check, and all. So it is stated
 * in the server's own words, of which only the type and NOT NULL are replaced.
 */
record MySqlAlterations(RowNames names) implements Alterations {
    private static final Widening WIDENING = new Widening(
            List.of(
                    List.of("tinyint", "smallint", "mediumint", "int", "bigint"),
                    // Their decimals are no numbers of the other type.
                    List.of("float", "double")),
            new Widening.Decimals("decimal", 65, false),
            // A row has 65,535 bytes for those, and a character four.
            List.of(new Widening.Texts("varchar", 16_383, "", "longtext")),
            Widening.Length.CHARACTERS);

    /** Type, character set, NOT NULL, and the rest without the comma that parts it from the next column. */
    private static final Pattern DEFINITION =
            Pattern.compile("(\\w+(?:\\((?:[^()']|'(?:[^']|'')*')*\\))?(?: unsigned)?(?: zerofill)?)"
                    + "((?: CHARACTER SET \\w+)?(?: COLLATE \\w+)?)( NOT NULL)?(.*?),?");

    @Override
    public Widening widening() {
        return WIDENING;
    }

    /** Without it, a task that read the table earlier could make a decimal narrower again, and the server would round what is there. */
    @Override
    public Optional<String> lock(TableId table) {
        return Optional.of("LOCK TABLES " + names.quoted(table) + " WRITE");
    }

    @Override
    public Optional<String> unlock() {
        return Optional.of("UNLOCK TABLES");
    }

    @Override
    public Optional<Query> declaration(TableId table, TableColumn column) {
        return Optional.of(Query.of("SHOW CREATE TABLE " + names.quoted(table)));
    }

    /** @return empty for a view, whose columns are not listed */
    @Override
    public List<String> statements(TableId table, ColumnChange change, String declaration) {
        String name = names.quoted(change.column().name());
        String start = "  " + name + " ";
        return declaration
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> DEFINITION.matcher(line.substring(start.length())))
                .filter(Matcher::matches)
                .map(words ->
                        "ALTER TABLE " + names.quoted(table) + " MODIFY COLUMN " + name + " " + restated(words, change))
                .toList();
    }

    private static String restated(Matcher words, ColumnChange change) {
        String type = change.type() == null ? words.group(1) : change.type();
        String notNull = words.group(3) == null ? "" : change.dropNotNull() ? " NULL" : " NOT NULL";
        return type + words.group(2) + notNull + words.group(4);
    }
}
