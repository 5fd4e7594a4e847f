// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.Row;
import java.util.ArrayList;
import java.util.List;

/** Cuts rows into what one statement carries: servers and drivers limit how large it is. */
final class Parts {
    private Parts() {}

    /** In order; a row that is larger by itself is a part of its own. */
    static List<List<Row>> of(List<Row> rows, int maxRows, long maxBytes) {
        List<List<Row>> parts = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < rows.size(); i++) {
            long size = rows.get(i).approximateBytes();
            if (i > from && (i - from == maxRows || bytes + size > maxBytes)) {
                parts.add(rows.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < rows.size()) {
            parts.add(rows.subList(from, rows.size()));
        }
        return parts;
    }
}
