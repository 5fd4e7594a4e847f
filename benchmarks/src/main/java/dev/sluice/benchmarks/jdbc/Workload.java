// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is written; the same changes in the same order each time. */
enum Workload {
    UPSERTS("upserts, of which half update", 0, 50),
    MIX("inserts and updates, and 10 % deletes among them", 10, 45),
    INSERTS("inserts", 0, 0);

    /** How many rows the table has beforehand. */
    static final int ROWS_BEFORE = 200_000;

    private static final long SEED = 20_261_120;

    private final String title;
    private final int deletePercent;
    private final int updatePercent;

    Workload(String title, int deletePercent, int updatePercent) {
        this.title = title;
        this.deletePercent = deletePercent;
        this.updatePercent = updatePercent;
    }

    String title() {
        return title;
    }

    /** True where no row is written twice, so that the sinks need not look for it. */
    boolean insertsAlone() {
        return deletePercent + updatePercent == 0;
    }

    static List<Order> rowsBefore() {
        Random random = new Random(SEED);
        List<Order> rows = new ArrayList<>();
        for (long id = 1; id <= ROWS_BEFORE; id++) {
            rows.add(Order.random(id, random));
        }
        return rows;
    }

    /** Updates and deletes hit any row that is there, inserts come with ascending keys. */
    List<Change> changes(int count) {
        Random random = new Random(SEED + 1);
        List<Long> present = new ArrayList<>();
        for (long id = 1; id <= ROWS_BEFORE; id++) {
            present.add(id);
        }
        long nextId = ROWS_BEFORE + 1;
        List<Change> changes = new ArrayList<>(count);
        while (changes.size() < count) {
            int dice = random.nextInt(100);
            int any = random.nextInt(present.size());
            if (dice < deletePercent) {
                changes.add(new Change(present.get(any), null));
                present.set(any, present.get(present.size() - 1));
                present.remove(present.size() - 1);
            } else if (dice < deletePercent + updatePercent) {
                long id = present.get(any);
                changes.add(new Change(id, Order.random(id, random)));
            } else {
                changes.add(new Change(nextId, Order.random(nextId, random)));
                present.add(nextId);
                nextId++;
            }
        }
        return changes;
    }
}
