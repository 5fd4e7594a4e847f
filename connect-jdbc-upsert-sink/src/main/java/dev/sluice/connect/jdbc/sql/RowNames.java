// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Names in a database that is written row by row.
 *
 * @param stored under which name it stores what is called so in Kafka
 * @param quote the name between its quotes
 * @param ignoresCase whether {@code A} and {@code a} are one column
 */
record RowNames(UnaryOperator<String> stored, UnaryOperator<String> quote, boolean ignoresCase) implements Quoting {

    /** Stored as they come, in quotes that are doubled inside. */
    static RowNames asTheyAre(String open, String close, boolean ignoresCase) {
        return new RowNames(name -> name, name -> open + name.replace(close, close + close) + close, ignoresCase);
    }

    /** Unquoted names are stored in large letters, as in the standard. */
    static RowNames folding(IdentifierQuoting quoting, UnaryOperator<String> quote) {
        UnaryOperator<String> stored =
                quoting == IdentifierQuoting.ALWAYS ? name -> name : name -> name.toUpperCase(Locale.ROOT);
        return new RowNames(stored, quote, false);
    }

    @Override
    public String quoted(String name) {
        return quote.apply(name);
    }
}
