// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of the table that its row comes from.
 *
 * <p>A Debezium envelope says it in its field {@code source}; a flat row in headers or fields that the transform was asked to add, such as
 * {@code __table} or {@code __source_table}.
 */
final class SourceNames {
    private static final String SOURCE = "source";

    private SourceNames() {}

    /** @param part {@code db}, {@code schema} or {@code table} */
    static Optional<String> of(SinkRecord record, String part) {
        return Stream.of(
                        fromEnvelope(record.value(), part),
                        fromHeader(record, "__" + part),
                        fromHeader(record, "__" + SOURCE + "_" + part),
                        field(record.value(), "__" + part),
                        field(record.value(), "__" + SOURCE + "_" + part))
                .flatMap(Optional::stream)
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static Optional<String> fromEnvelope(@Nullable Object value, String part) {
        // Both are there in an envelope; a row may have one of them as a column.
        boolean isEnvelope = List.of("op", SOURCE).stream().allMatch(name -> raw(value, name) != null);
        return isEnvelope ? field(raw(value, SOURCE), part) : Optional.empty();
    }

    private static Optional<String> fromHeader(SinkRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        return header == null ? Optional.empty() : text(header.value());
    }

    private static Optional<String> field(@Nullable Object holder, String name) {
        return text(raw(holder, name));
    }

    private static @Nullable Object raw(@Nullable Object holder, String name) {
        if (holder instanceof Struct struct) {
            return struct.schema().field(name) == null ? null : struct.get(name);
        }
        return holder instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
