// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.RowChange;
import dev.sluice.connect.jdbc.change.RowKey;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.change.TableId;
import dev.sluice.connect.jdbc.sql.Dialect;
import dev.sluice.connect.jdbc.sql.TableInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a batch may be reduced: not where the tables would then differ without a word from the database.
 *
 * @param ambiguous tables in which unequal keys of the batch may be one row
 */
record BatchOrder(boolean reducible, Set<TableId> ambiguous) {

    /** @param tables has every table of the changes */
    static BatchOrder of(Dialect dialect, List<TableChange> changes, Map<TableId, TableInfo> tables) {
        Map<TableId, RowKey> firstKeys = new HashMap<>();
        Set<TableId> ambiguous = new HashSet<>();
        boolean cascades = false;
        TableId id = null;
        TableInfo table = null;
        RowKey first = null;
        for (TableChange change : changes) {
            if (table == null || !change.table().equals(id)) {
                id = change.table();
                table = Objects.requireNonNull(tables.get(id), "a table that was not made ready");
                first = firstKeys.get(id);
            }
            if (change.change() instanceof RowChange.Truncate) {
                cascades |= table.deletesCascade();
                continue;
            }
            RowKey key = change.change().key();
            if (first == null) {
                first = key;
                firstKeys.put(id, key);
            }
            if (!key.isLike(first) || !tellsApart(dialect, table, key)) {
                ambiguous.add(id);
            }
            // The rows it takes along may be others of the batch.
            cascades |= table.deletesCascade() && change.change() instanceof RowChange.Delete;
        }
        return new BatchOrder(ambiguous.isEmpty() && !cascades, ambiguous);
    }

    private static boolean tellsApart(Dialect dialect, TableInfo table, RowKey key) {
        for (int i = 0; i < key.columns().size(); i++) {
            if (!dialect.tellsApart(
                    table.column(key.columns().get(i)), key.values().get(i))) {
                return false;
            }
        }
        return true;
    }
}
