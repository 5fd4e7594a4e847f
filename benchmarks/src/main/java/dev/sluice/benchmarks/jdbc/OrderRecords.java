// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Changes as a topic of flat rows has them: the key a struct, the value the whole row, a delete a tombstone. */
final class OrderRecords {
    static final String TOPIC = "orders";
    static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("customer", Schema.STRING_SCHEMA)
            .field("quantity", Schema.INT32_SCHEMA)
            .field(
                    "amount",
                    Decimal.builder(2)
                            .parameter("connect.decimal.precision", "12")
                            .build())
            .field("weight", Schema.FLOAT64_SCHEMA)
            .field("paid", Schema.BOOLEAN_SCHEMA)
            .field(
                    "changed_at",
                    SchemaBuilder.string()
                            .name("io.debezium.time.ZonedTimestamp")
                            .version(1)
                            .build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private long next;

    List<SinkRecord> of(List<Change> changes) {
        List<SinkRecord> records = new ArrayList<>(changes.size());
        for (Change change : changes) {
            Struct value = change.order() == null ? null : value(change.order());
            records.add(new SinkRecord(
                    TOPIC,
                    0,
                    KEY,
                    new Struct(KEY).put("id", change.id()),
                    value == null ? null : VALUE,
                    value,
                    next++,
                    0L,
                    TimestampType.CREATE_TIME));
        }
        return records;
    }

    /** Where the topic goes on after all records so far. */
    Map<TopicPartition, OffsetAndMetadata> position() {
        return Map.of(PARTITION, new OffsetAndMetadata(next));
    }

    private static Struct value(Order order) {
        @Nullable String note = order.note();
        return new Struct(VALUE)
                .put("id", order.id())
                .put("customer", order.customer())
                .put("quantity", order.quantity())
                .put("amount", order.amount())
                .put("weight", order.weight())
                .put("paid", order.paid())
                .put("changed_at", order.changedAt())
                .put("note", note);
    }
}
