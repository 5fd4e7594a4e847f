// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.Locale;

/** Which types hold texts, by the parts of names that databases have in common. */
final class TextTypes {
    private TextTypes() {}

    static boolean isText(String type) {
        String name = type.toUpperCase(Locale.ROOT);
        return name.contains("CHAR") || name.contains("TEXT") || name.contains("CLOB");
    }
}
