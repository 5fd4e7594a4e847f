// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The fields that make a struct schema a Debezium envelope. */
final class Envelope {
    private static final String SCHEMA_NAME_SUFFIX = ".Envelope";
    private static final String MESSAGE_NAME_SUFFIX = ".MessageValue";
    private static final String MESSAGE = "message";
    private static final String OPERATION = "op";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    static final Set<String> OF_THE_TRANSACTION = Set.of("id", "data_collection_order", "total_order");
    static final Set<String> OF_THE_ENVELOPE = Set.of("op", "ts_ms", "ts_us", "ts_ns");

    private final Schema schema;
    private final Field operation;
    private final @Nullable Field before;
    private final @Nullable Field after;
    private final Schema row;

    private Envelope(Schema schema, Field operation, @Nullable Field before, @Nullable Field after, Schema row) {
        this.schema = schema;
        this.operation = operation;
        this.before = before;
        this.after = after;
        this.row = row;
    }

    /** Whether it looks like an envelope at first glance, to which {@link #of} takes a second. */
    static boolean mayBe(Schema schema, Detection detection) {
        return (detection.byName() && hasEnvelopeName(schema))
                || (detection.byStructure()
                        && schema.field(OPERATION) != null
                        && schema.field(BEFORE) != null
                        && schema.field(AFTER) != null);
    }

    /** Empty where the fields are not those of an envelope whose rows are structs, whatever the schema is called. */
    static Optional<Envelope> of(Schema schema, Detection detection) {
        Field operation = schema.field(OPERATION);
        Field before = structField(schema, BEFORE);
        Field after = structField(schema, AFTER);
        Field image = after == null ? before : after;
        boolean known = (detection.byName() && hasEnvelopeName(schema))
                || (detection.byStructure() && before != null && after != null);
        if (operation == null || operation.schema().type() != Schema.Type.STRING || image == null || !known) {
            return Optional.empty();
        }
        return Optional.of(new Envelope(schema, operation, before, after, image.schema()));
    }

    /** The envelope of a logical message, which is its row; empty where the schema is none of theirs. */
    static Optional<Envelope> ofMessage(Schema schema) {
        Field operation = schema.field(OPERATION);
        Field message = structField(schema, MESSAGE);
        if (schema.name() == null
                || !schema.name().endsWith(MESSAGE_NAME_SUFFIX)
                || operation == null
                || operation.schema().type() != Schema.Type.STRING
                || message == null) {
            return Optional.empty();
        }
        return Optional.of(new Envelope(schema, operation, null, message, message.schema()));
    }

    Schema schema() {
        return schema;
    }

    /** The schema of a row: that of {@code after}, or of {@code before} where only deletes are sent. */
    Schema row() {
        return row;
    }

    /** The schema of {@code before}, or of a row where there is none. */
    Schema beforeRow() {
        return before == null ? row : before.schema();
    }

    Operation operation(Struct envelope) {
        return Operation.of(envelope.get(operation));
    }

    @Nullable Struct before(Struct envelope) {
        return image(before, envelope);
    }

    @Nullable Struct after(Struct envelope) {
        return image(after, envelope);
    }

    /** Where Debezium's short names lead: {@code op} is the envelope's, {@code id} the transaction's, {@code table} the source's. */
    Optional<List<Field>> find(String reference) {
        List<String> names = List.of(reference.split("\\."));
        if (names.size() > 1 || OF_THE_ENVELOPE.contains(reference)) {
            return SourcePath.find(schema, names);
        }
        if (OF_THE_TRANSACTION.contains(reference)) {
            return SourcePath.find(schema, List.of("transaction", reference));
        }
        return SourcePath.find(schema, List.of("source", reference)).or(() -> SourcePath.find(schema, names));
    }

    /** True where a path leads into a row rather than to what the connector says about it. */
    boolean isInRow(List<Step> path) {
        return path.get(0) instanceof Step.Member first
                && (first.field().equals(before) || first.field().equals(after));
    }

    private static @Nullable Struct image(@Nullable Field field, Struct envelope) {
        return field == null ? null : (Struct) envelope.get(field);
    }

    private static @Nullable Field structField(Schema schema, String name) {
        Field field = schema.field(name);
        return field != null && field.schema().type() == Schema.Type.STRUCT ? field : null;
    }

    private static boolean hasEnvelopeName(Schema schema) {
        return schema.name() != null && schema.name().endsWith(SCHEMA_NAME_SUFFIX);
    }
}
