// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.Locale;

/** What becomes of the letters of names of tables and columns. */
public enum NameCase {
    AS_IS,
    LOWER,
    UPPER;

    public String apply(String name) {
        return switch (this) {
            case AS_IS -> name;
            case LOWER -> name.toLowerCase(Locale.ROOT);
            case UPPER -> name.toUpperCase(Locale.ROOT);
        };
    }
}
