// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A directory a name of the value's schema, outside or inside those of another partitioner: {@code schema_name=Order/hour=05}. A value
 * without a schema, or whose schema has no name, counts as null.
 */
final class SchemaNamePartitioner implements Partitioner {
    private static final String LEVEL = "schema_name";

    private final Partitioner partitioner;
    private final boolean outside;
    private final String delimiter;
    private final PathText text;

    private @Nullable String name;
    private String inner = "";
    private String directory = "";
    private final RecentAnswers<Key> recent = new RecentAnswers<>();

    /** @param outside whether the schema's directories hold the other's, or lie in them */
    SchemaNamePartitioner(Partitioner partitioner, boolean outside, String delimiter, String nullText) {
        this.partitioner = partitioner;
        this.outside = outside;
        this.delimiter = delimiter;
        this.text = new PathText(delimiter, nullText);
    }

    private record Key(@Nullable String name, String inner) {}

    @Override
    public long timestamp(SinkRecord record) {
        return partitioner.timestamp(record);
    }

    @Override
    public OptionalLong windowEnd(long timestamp) {
        return partitioner.windowEnd(timestamp);
    }

    @Override
    public String directory(SinkRecord record, long timestamp) {
        Schema schema = record.valueSchema();
        Key key = new Key(schema == null ? null : schema.name(), partitioner.directory(record, timestamp));
        if (directory.isEmpty() || !key.inner.equals(inner) || !Objects.equals(key.name, name)) {
            String known = recent.get(key);
            if (known == null) {
                known = build(key);
                recent.put(key, known);
            }
            name = key.name;
            inner = key.inner;
            directory = known;
        }
        return directory;
    }

    private String build(Key key) {
        String level;
        try {
            level = text.level(LEVEL, true, key.name);
        } catch (DataException e) {
            throw new DataException("the name of the value's schema: " + e.getMessage(), e);
        }
        return PathText.checked(outside ? level + delimiter + key.inner : key.inner + delimiter + level);
    }
}
