// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.nio.charset.StandardCharsets;

/** How PostgreSQL stores the names it is given. */
final class PostgresNames {
    private PostgresNames() {}

    /** As an unquoted name: only the letters of ASCII become small ones, as in every multi-byte encoding. */
    static String folded(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            folded.append(letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter);
        }
        return folded.toString();
    }

    /** As the server cuts a name that is too long: to so many bytes of UTF-8, never inside a character. */
    static String cut(String name, int maxBytes) {
        if (name.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return name;
        }
        int end = 0;
        int bytes = 0;
        while (end < name.length()) {
            int codePoint = name.codePointAt(end);
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return name.substring(0, end);
    }
}
