// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Which fields of the row a change has changed. */
final class ChangedFields {
    static final String REFERENCE = "changed.fields";
    static final Schema SCHEMA =
            SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();

    private final Envelope envelope;
    private final List<Column> columns;

    private ChangedFields(Envelope envelope, List<Column> columns) {
        this.envelope = envelope;
        this.columns = columns;
    }

    private record Column(String name, SourcePath before, SourcePath after, Availability availability) {}

    static ChangedFields of(Envelope envelope, UnavailableValue unavailable) {
        List<Column> columns = new ArrayList<>();
        for (Field field : envelope.row().fields()) {
            Field before = envelope.beforeRow().field(field.name());
            if (before != null) {
                List<Step> path = List.of(new Step.Member(field));
                columns.add(new Column(
                        field.name(),
                        SourcePath.keepingNulls(List.of(new Step.Member(before))),
                        SourcePath.keepingNulls(path),
                        Availability.of(path, field.schema(), unavailable)));
            }
        }
        return new ChangedFields(envelope, List.copyOf(columns));
    }

    /** Null where one of the rows is unknown, so that nothing can be said. What the source did not send, it did not change. */
    @Nullable List<String> read(Struct value) {
        Struct before = envelope.before(value);
        Struct after = envelope.after(value);
        if (before == null || after == null) {
            return null;
        }
        List<String> changed = new ArrayList<>();
        for (Column column : columns) {
            Object now = column.after().read(after);
            if (!Objects.deepEquals(column.before().read(before), now)
                    && !column.availability().isMissing(now, after)) {
                changed.add(column.name());
            }
        }
        return changed;
    }

    /** The same of rows without a schema. */
    static @Nullable List<String> read(
            @Nullable Map<?, ?> before, @Nullable Map<?, ?> after, UnavailableValue unavailable) {
        if (before == null || after == null) {
            return null;
        }
        List<String> changed = new ArrayList<>();
        after.forEach((name, now) -> {
            boolean isMissing = now != null && unavailable.isPlain(now);
            if (before.containsKey(name) && !Objects.deepEquals(before.get(name), now) && !isMissing) {
                changed.add(String.valueOf(name));
            }
        });
        return changed;
    }
}
