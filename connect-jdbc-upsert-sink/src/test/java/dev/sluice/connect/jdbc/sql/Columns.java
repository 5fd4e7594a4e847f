// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import org.jspecify.annotations.Nullable;

/** Columns for tests: nullable, without a length, comparing texts exactly, unless said otherwise. */
final class Columns {
    private Columns() {}

    static TableColumn column(String name, String type) {
        return new TableColumn(name, type, null, null, TextComparison.EXACT, false, false, false, false);
    }

    static TableColumn required(String name, String type) {
        return new TableColumn(name, type, null, null, TextComparison.EXACT, true, true, false, false);
    }

    static TableColumn generated(String name, String type) {
        return new TableColumn(name, type, null, null, TextComparison.EXACT, true, false, true, false);
    }

    static TableColumn comparing(TextComparison texts, String name, String type) {
        return new TableColumn(name, type, null, null, texts, false, false, false, false);
    }

    static TableColumn sized(String name, String type, @Nullable Integer size, @Nullable Integer scale) {
        return new TableColumn(name, type, size, scale, TextComparison.EXACT, false, false, false, false);
    }
}
