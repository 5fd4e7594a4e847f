// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Where a change stands in the log of its database, as a text: of two changes of one source the later has the greater text.
 *
 * @param parts the fields of the source block that say it, the weightiest first
 */
record EventOrder(List<SourcePath> parts) {
    static final String REFERENCE = "event.order";

    /** PostgreSQL; SQL Server; Oracle; MySQL and MariaDB; MongoDB. Of Oracle's, the SCN of the commit decides about the order. */
    private static final List<List<String>> POSITIONS = List.of(
            List.of("lsn"),
            List.of("commit_lsn", "change_lsn", "event_serial_no"),
            List.of("commit_scn", "scn"),
            List.of("scn"),
            List.of("file", "pos", "row"),
            List.of("ts_ms", "ord"));

    private static final int LONGEST_NUMBER = 20;

    /** Empty where the source says none of the positions that are known. */
    static Optional<EventOrder> of(Envelope envelope) {
        for (List<String> names : POSITIONS) {
            List<SourcePath> parts = new ArrayList<>();
            for (String name : names) {
                Optional<List<Field>> path = SourcePath.find(envelope.schema(), List.of("source", name));
                path.ifPresent(fields -> parts.add(SourcePath.keepingNulls(Step.members(fields))));
            }
            if (parts.size() == names.size()) {
                return Optional.of(new EventOrder(List.copyOf(parts)));
            }
        }
        return Optional.empty();
    }

    /** Null where the first part is: a snapshot has no place in the log. */
    @Nullable String read(Struct envelope) {
        List<@Nullable Object> values = new ArrayList<>(parts.size());
        parts.forEach(part -> values.add(part.read(envelope)));
        return joined(values);
    }

    /** The same of a source block without a schema; null also where it says none of the positions that are known. */
    static @Nullable String read(Map<?, ?> source) {
        for (List<String> names : POSITIONS) {
            if (source.keySet().containsAll(names)) {
                List<@Nullable Object> values = new ArrayList<>(names.size());
                names.forEach(name -> values.add(source.get(name)));
                return joined(values);
            }
        }
        return null;
    }

    private static @Nullable String joined(List<@Nullable Object> values) {
        StringBuilder order = new StringBuilder();
        for (Object value : values) {
            if (value == null && order.length() == 0) {
                return null;
            }
            order.append(order.length() == 0 ? "" : ":").append(value == null ? "" : sortable(value.toString()));
        }
        return order.toString();
    }

    /** Numbers with zeros before them; positions that are no numbers already have one length. */
    private static String sortable(String position) {
        boolean isNumber = !position.isEmpty() && position.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? "0".repeat(Math.max(0, LONGEST_NUMBER - position.length())) + position : position;
    }
}
