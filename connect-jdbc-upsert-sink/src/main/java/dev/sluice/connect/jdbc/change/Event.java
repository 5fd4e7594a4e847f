// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, whatever form it has: a flat row, a tombstone or a whole change event.
 *
 * @param key the record's key
 * @param row what the row holds, or the little that is known of a deleted one
 * @param before what the row held before it was changed, where the record says so
 */
record Event(
        Kind kind,
        @Nullable Schema keySchema,
        @Nullable Object key,
        @Nullable Struct row,
        @Nullable Struct before) {

    enum Kind {
        WRITE,
        DELETE,
        TRUNCATE,
        /** It is about no row. */
        NOTHING
    }
}
