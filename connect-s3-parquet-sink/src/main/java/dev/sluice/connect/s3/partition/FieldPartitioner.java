// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A directory a value of one or more fields: {@code country=NP/city=Kathmandu}. */
final class FieldPartitioner implements Partitioner {
    private static final String KEY = "partition.field.name";

    private final List<FieldPath> paths;
    private final PathText text;
    private final boolean named;
    private final String delimiter;

    private @Nullable SemanticType[] types;
    private @Nullable Object[] values;
    private String directory = "";
    private final RecentAnswers<List<@Nullable Object>> recent = new RecentAnswers<>();

    /** @param named whether a level tells its field's name */
    FieldPartitioner(List<String> fields, boolean named, String delimiter, String nullText) {
        this.paths = fields.stream().map(field -> new FieldPath(KEY, field)).toList();
        this.text = new PathText(delimiter, nullText);
        this.named = named;
        this.delimiter = delimiter;
        this.types = new SemanticType[paths.size()];
        this.values = new Object[paths.size()];
    }

    @Override
    public long timestamp(SinkRecord record) {
        return DefaultPartitioner.kafkaTimestamp(record);
    }

    @Override
    public String directory(SinkRecord record, long timestamp) {
        if (typesChanged(record)) {
            recent.clear();
            directory = "";
        }
        @Nullable Object[] found = new Object[paths.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = paths.get(i).valueIn(record.value());
        }
        if (!directory.isEmpty() && Arrays.equals(found, values)) {
            return directory;
        }
        List<@Nullable Object> key = Arrays.asList(found);
        String known = recent.get(key);
        if (known == null) {
            known = build(found);
            recent.put(key, known);
        }
        values = found;
        directory = known;
        return known;
    }

    /** Equal values of two types may read differently: what is remembered holds for the types of now. */
    private boolean typesChanged(SinkRecord record) {
        @Nullable SemanticType[] found = new SemanticType[paths.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = paths.get(i).typeIn(record.value());
        }
        boolean changed = !Arrays.equals(found, types);
        types = found;
        return changed;
    }

    private String build(@Nullable Object[] found) {
        List<String> levels = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            levels.add(level(paths.get(i).name(), types[i], found[i]));
        }
        return PathText.checked(String.join(delimiter, levels));
    }

    private String level(String field, @Nullable SemanticType type, @Nullable Object value) {
        try {
            return text.level(field, named, value == null ? null : ScalarText.of(type, value));
        } catch (DataException e) {
            throw new DataException("partition field '" + field + "': " + e.getMessage(), e);
        }
    }
}
