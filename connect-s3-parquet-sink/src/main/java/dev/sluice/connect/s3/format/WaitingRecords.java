// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.HeapWeight;
import dev.sluice.connect.s3.row.RecordSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The first records of a file whose columns are not decided yet, because the values say what they are: the more of them are seen
 * before the file begins, the fewer files it takes until all columns are known.
 */
final class WaitingRecords {
    private static final int MAX_RECORDS = 1000;
    private static final long MAX_BYTES = 1 << 20;

    private final TopicSchemas topic;
    private final List<SinkRecord> records = new ArrayList<>();
    /** One record of each group, and the schema that holds all of the group. */
    private Map<Group, Member> groups = new HashMap<>();

    private final int forgotten;
    private FileSchema schema;
    private boolean decided;
    private long bytes;

    /** What records have in common whose schemas grow together. */
    private record Group(
            @Nullable Schema key, boolean hasKey, @Nullable Schema value, boolean hasValue) {
        static Group of(SinkRecord record) {
            return new Group(record.keySchema(), record.key() != null, record.valueSchema(), record.value() != null);
        }
    }

    private record Member(SinkRecord record, RecordSchema schema) {}

    /** @param schema a schema that holds the first record */
    WaitingRecords(TopicSchemas topic, SinkRecord first, RecordSchema firstSchema, FileSchema schema) {
        this.topic = topic;
        this.schema = schema;
        this.forgotten = topic.forgotten();
        groups.put(Group.of(first), new Member(first, firstSchema));
    }

    /** See {@link DataFile#fits}. */
    boolean fits(SinkRecord record) {
        RecordSchema added = topic.schemaOf(record);
        Member member = groups.get(Group.of(record));
        if (member != null && member.schema() == added) {
            if (topic.judge(schema, added, record)) {
                return schema.holds(added, record);
            }
            schema.check(added, record);
            topic.learn();
            return true;
        }
        FileSchema wider = topic.forFileWith(added, record);
        if (topic.forgotten() != forgotten) {
            // No later schema holds all that waits here.
            return false;
        }
        Map<Group, Member> regrouped = new HashMap<>();
        for (Member waiting : groups.values()) {
            RecordSchema current = topic.schemaOf(waiting.record());
            if (wider.projection(current) == null) {
                return false;
            }
            regrouped.put(Group.of(waiting.record()), new Member(waiting.record(), current));
        }
        regrouped.put(Group.of(record), new Member(record, added));
        groups = regrouped;
        schema = wider;
        decided = !added.isTentative();
        return true;
    }

    void add(SinkRecord record) {
        records.add(record);
        bytes += HeapWeight.of(record);
    }

    /** True once more records would not help. */
    boolean isDecided() {
        return decided || records.size() >= MAX_RECORDS || bytes >= MAX_BYTES;
    }

    FileSchema schema() {
        return schema;
    }

    /** About what they hold on the heap. */
    long bytes() {
        return bytes;
    }

    void writeTo(RowFile file) {
        for (SinkRecord record : records) {
            RecordSchema own = Objects.requireNonNull(groups.get(Group.of(record)), "each record is of a group")
                    .schema();
            file.write(Objects.requireNonNull(schema.projection(own), "each group fits")
                    .row(record));
        }
    }
}
