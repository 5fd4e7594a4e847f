// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The fields of a record whose value the source did not send, because it was large and had not changed.
 *
 * <p>Known by the header {@code __unavailable}, which FlattenCdc sets, and by the placeholder that Debezium puts in their place. Such a
 * column keeps the value it has: writing the placeholder would spoil good data.
 */
final class UnavailableFields {
    private static final String HEADER = "__unavailable";

    private static final UnavailableFields NONE = new UnavailableFields(Set.of());

    private final Set<String> listed;

    private UnavailableFields(Set<String> listed) {
        this.listed = listed;
    }

    static UnavailableFields of(SinkRecord record) {
        Header header = record.headers().lastWithName(HEADER);
        if (header == null || !(header.value() instanceof Collection<?> names)) {
            return NONE;
        }
        Set<String> listed = new HashSet<>();
        names.forEach(name -> listed.add(String.valueOf(name)));
        return new UnavailableFields(listed);
    }

    boolean lists(RecordPlan.Column column) {
        return listed.contains(column.field());
    }

    /** True where the field is listed, or its value is the placeholder. */
    boolean includes(RecordPlan.Column column, Object value) {
        return lists(column) || column.placeholder().test(value);
    }
}
