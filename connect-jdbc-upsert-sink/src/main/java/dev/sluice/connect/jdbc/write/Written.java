// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.change.RowChange;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.TableChange;
import java.util.List;

/**
 * What a batch came to.
 *
 * @param upserted rows inserted, upserted or updated
 * @param deleted keys deleted
 * @param reduced changes that a later one of the same row made needless
 * @param rejected what the database refuses
 */
public record Written(long upserted, long deleted, long reduced, List<Rejected> rejected) {

    static Written of(int changes, List<RowGroup> groups) {
        long upserted = 0;
        long deleted = 0;
        for (RowGroup group : groups) {
            switch (group.action()) {
                case INSERT, INSERT_IGNORE, UPSERT, UPDATE ->
                    upserted += group.rows().size();
                case DELETE -> deleted += group.rows().size();
                case TRUNCATE -> {}
            }
        }
        return new Written(upserted, deleted, Math.max(0, changes - upserted - deleted), List.of());
    }

    static Written oneByOne(List<TableChange> changes, List<Rejected> rejected) {
        long deleted = changes.stream()
                .filter(change -> change.change() instanceof RowChange.Delete)
                .count();
        return new Written(Math.max(0, changes.size() - deleted - rejected.size()), deleted, 0, rejected);
    }
}
