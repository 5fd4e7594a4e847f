// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.OptionalLong;
import org.apache.kafka.connect.sink.SinkRecord;

/** Directories of fields, and in each of them directories of spans of time: {@code country=NP/year=2026/month=11}. */
final class FieldAndTimeBasedPartitioner implements Partitioner {
    private final FieldPartitioner fields;
    private final TimeBasedPartitioner times;
    private final String delimiter;

    private String ofFields = "";
    private String ofTime = "";
    private String directory = "";
    private final RecentAnswers<Pair> recent = new RecentAnswers<>();

    FieldAndTimeBasedPartitioner(FieldPartitioner fields, TimeBasedPartitioner times, String delimiter) {
        this.fields = fields;
        this.times = times;
        this.delimiter = delimiter;
    }

    private record Pair(String ofFields, String ofTime) {}

    @Override
    public long timestamp(SinkRecord record) {
        return times.timestamp(record);
    }

    @Override
    public OptionalLong windowEnd(long timestamp) {
        return times.windowEnd(timestamp);
    }

    @Override
    public String directory(SinkRecord record, long timestamp) {
        String field = fields.directory(record, timestamp);
        String time = times.directory(record, timestamp);
        if (!field.equals(ofFields) || !time.equals(ofTime)) {
            Pair pair = new Pair(field, time);
            String known = recent.get(pair);
            if (known == null) {
                known = field + delimiter + time;
                recent.put(pair, known);
            }
            ofFields = field;
            ofTime = time;
            directory = known;
        }
        return directory;
    }
}
