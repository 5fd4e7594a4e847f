// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/** Records as Debezium writes them, as far as predicates look at them, and configured predicates. */
final class Records {
    static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .name("shop.public.orders.Value")
            .field("id", Schema.INT32_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field(
                    "snapshot",
                    SchemaBuilder.string().optional().defaultValue("false").build())
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private Records() {}

    static SinkRecord envelope(String op, @Nullable String snapshot) {
        Schema schema = SchemaBuilder.struct()
                .name("shop.public.orders.Envelope")
                .field("before", ROW)
                .field("after", ROW)
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        return of(new Struct(schema)
                .put("after", new Struct(ROW).put("id", 7))
                .put("source", new Struct(SOURCE).put("snapshot", snapshot))
                .put("op", op));
    }

    static SinkRecord logicalMessage() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.MessageValue")
                .field("op", Schema.STRING_SCHEMA)
                .field("source", SOURCE)
                .field(
                        "message",
                        SchemaBuilder.struct()
                                .optional()
                                .field("prefix", Schema.STRING_SCHEMA)
                                .build())
                .build();
        return of(new Struct(schema).put("op", "m").put("source", new Struct(SOURCE)));
    }

    /** The same as {@link #envelope}, as a JsonConverter without schemas reads it. */
    static SinkRecord schemalessEnvelope(String op, Object snapshot) {
        return of(
                Map.of("before", Map.of(), "after", Map.of("id", 7), "source", Map.of("snapshot", snapshot), "op", op));
    }

    /** A row that has columns of these names, all texts. */
    static SinkRecord row(String... namesAndValues) {
        SchemaBuilder schema = SchemaBuilder.struct();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            schema.field(namesAndValues[i], Schema.OPTIONAL_STRING_SCHEMA);
        }
        Struct row = new Struct(schema.build());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(row);
    }

    static SinkRecord tombstone() {
        return new SinkRecord("shop.public.orders", 0, Schema.INT32_SCHEMA, 7, null, null, 0);
    }

    static SinkRecord of(Struct value) {
        return new SinkRecord("shop.public.orders", 0, Schema.INT32_SCHEMA, 7, value.schema(), value, 0);
    }

    static SinkRecord of(Map<String, ?> value) {
        return new SinkRecord("shop.public.orders", 0, null, null, null, value, 0);
    }

    /** The same without a schema but in a message that has one, as a JsonConverter without schemas reads what one with them wrote. */
    static SinkRecord wrapped(SinkRecord record) {
        return of(Map.of("schema", Map.of("type", "struct"), "payload", record.value()));
    }

    static <P extends Predicate<SinkRecord>> P configured(P predicate, Map<String, String> configuration) {
        predicate.configure(configuration);
        return predicate;
    }
}
