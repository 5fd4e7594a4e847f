// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import java.util.function.Consumer;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Change events in the shape in which Debezium 3.6 writes those of PostgreSQL. */
final class Envelopes {
    static final String TOPIC = "shop.public.orders";
    static final int PARTITION = 3;
    static final long OFFSET = 8812;
    static final long TIMESTAMP = 1_763_625_600_123L;

    static final Schema KEY = SchemaBuilder.struct()
            .name("shop.public.orders.Key")
            .field("id", Schema.INT32_SCHEMA)
            .build();

    /** A row with a required and an optional column, and one that has a default. */
    static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .name("shop.public.orders.Value")
            .field("id", Schema.INT32_SCHEMA)
            .field("customer", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                    "status",
                    SchemaBuilder.string().optional().defaultValue("new").build())
            .field(
                    "placed_at",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .required()
                            .build())
            .build();

    static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .version(1)
            .field("version", Schema.STRING_SCHEMA)
            .field("connector", Schema.STRING_SCHEMA)
            .field("name", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .field(
                    "snapshot",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Enum")
                            .version(1)
                            .parameter(
                                    "allowed",
                                    "true,first,first_in_data_collection,last_in_data_collection,last,false,incremental")
                            .optional()
                            .defaultValue("false")
                            .build())
            .field("db", Schema.STRING_SCHEMA)
            .field("sequence", Schema.OPTIONAL_STRING_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("xmin", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    static final Schema TRANSACTION = SchemaBuilder.struct()
            .name("event.block")
            .version(1)
            .optional()
            .field("id", Schema.STRING_SCHEMA)
            .field("total_order", Schema.INT64_SCHEMA)
            .field("data_collection_order", Schema.INT64_SCHEMA)
            .build();

    static final Schema ENVELOPE = envelope(ROW);

    private Envelopes() {}

    static Schema envelope(Schema row) {
        return SchemaBuilder.struct()
                .name("shop.public.orders.Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("source", SOURCE)
                .field("transaction", TRANSACTION)
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    static Struct row(int id, @Nullable String customer, @Nullable String status) {
        return new Struct(ROW)
                .put("id", id)
                .put("customer", customer)
                .put("status", status)
                .put("placed_at", 1_763_625_599_000_001L);
    }

    static Struct key(int id) {
        return new Struct(KEY).put("id", id);
    }

    static Struct event(String op, @Nullable Struct before, @Nullable Struct after) {
        return event(ENVELOPE, op, before, after);
    }

    static Struct event(Schema envelope, String op, @Nullable Struct before, @Nullable Struct after) {
        return new Struct(envelope)
                .put("before", before)
                .put("after", after)
                .put("source", source())
                .put("op", op)
                .put("ts_ms", 1_763_625_600_050L)
                .put("ts_us", 1_763_625_600_050_001L)
                .put("ts_ns", 1_763_625_600_050_001_002L);
    }

    /** An insert into a table of this one schema. */
    static SinkRecord insert(Struct row) {
        return record(null, event(envelope(row.schema()), "c", null, row));
    }

    private static Struct source() {
        return new Struct(SOURCE)
                .put("version", "3.6.1.Final")
                .put("connector", "postgresql")
                .put("name", "shop")
                .put("ts_ms", 1_763_625_599_900L)
                .put("db", "shop")
                .put("sequence", "[\"24023119\",\"24023128\"]")
                .put("ts_us", 1_763_625_599_900_007L)
                .put("ts_ns", 1_763_625_599_900_007_000L)
                .put("schema", "public")
                .put("table", "orders")
                .put("txId", 771L)
                .put("lsn", 24_023_128L);
    }

    static SinkRecord record(@Nullable Struct key, @Nullable Struct value) {
        return record(key, value == null ? null : value.schema(), value);
    }

    static SinkRecord record(@Nullable Struct key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(
                TOPIC,
                PARTITION,
                key == null ? null : key.schema(),
                key,
                schema,
                value,
                OFFSET,
                TIMESTAMP,
                TimestampType.CREATE_TIME);
    }

    static SinkRecord tombstone(int id) {
        return record(key(id), null);
    }

    /** An optional struct schema, as rows have it, whose fields are added by {@code fields}. */
    static Schema struct(Consumer<SchemaBuilder> fields) {
        SchemaBuilder builder = SchemaBuilder.struct().optional();
        fields.accept(builder);
        return builder.build();
    }
}
