// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of a delete, and of the tombstone that Debezium sends after it. */
public enum DeleteMode {
    /** The delete becomes a tombstone; Debezium's own tombstone is dropped. */
    TOMBSTONE,
    /** The same: Debezium distinguishes the two by a value schema beside the null value, which no sink is helped by. */
    DELETE_TO_TOMBSTONE,
    /** Both are dropped. */
    DROP,
    /** The delete becomes its last row, marked as deleted; the tombstone is dropped. */
    REWRITE,
    /** The delete becomes its last row, marked as deleted; the tombstone follows. */
    REWRITE_WITH_TOMBSTONE;

    /** True where every row carries whether it is deleted. */
    boolean marksRows() {
        return this == REWRITE || this == REWRITE_WITH_TOMBSTONE;
    }

    boolean keepsTombstones() {
        return this == REWRITE_WITH_TOMBSTONE;
    }
}
