// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records whose value tells their offset, so that a file's content can be told apart from its name. */
final class Records {
    static final Schema SCHEMA =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

    /** The next version of the same. */
    static final Schema WIDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    /** Another next version, which has no common schema with {@link #WIDER}. */
    static final Schema STRAY = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private Records() {}

    static SinkRecord record(TopicPartition partition, long offset, Instant time) {
        return record(partition, offset, time.toEpochMilli(), SCHEMA, new Struct(SCHEMA).put("id", offset));
    }

    static SinkRecord wider(TopicPartition partition, long offset, Instant time) {
        Struct value = new Struct(WIDER).put("id", offset).put("note", "n");
        return record(partition, offset, time.toEpochMilli(), WIDER, value);
    }

    static SinkRecord stray(TopicPartition partition, long offset, Instant time) {
        Struct value = new Struct(STRAY).put("id", offset).put("note", 7L);
        return record(partition, offset, time.toEpochMilli(), STRAY, value);
    }

    /** A value that is no row: a bad record where files have other columns besides. */
    static SinkRecord poison(TopicPartition partition, long offset, Instant time) {
        return record(partition, offset, time.toEpochMilli(), Schema.STRING_SCHEMA, "poison");
    }

    static SinkRecord tombstone(TopicPartition partition, long offset, Instant time) {
        return record(partition, offset, time.toEpochMilli(), null, null);
    }

    static SinkRecord record(TopicPartition partition, long offset, Long timestamp, Schema schema, Object value) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                null,
                null,
                schema,
                value,
                offset,
                timestamp,
                TimestampType.CREATE_TIME);
    }

    /** As a RegexRouter would: the topic is another, the originals stay. */
    static SinkRecord renamed(SinkRecord record, String topic) {
        return record.newRecord(
                topic,
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }
}
