// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.RowLayout;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Files of rows whose schemas grow as the records' do.
 *
 * @param oneKindOnly whether a record that has no common schema with earlier ones of its topic is a bad record; otherwise it begins
 *     another file
 * @param namesApart whether records whose values' schemas have different names share nothing, not even columns: where they do not share
 *     files either
 */
public record GrowingFiles(RowFormat format, RowLayout layout, boolean oneKindOnly, boolean namesApart)
        implements FileFormat {
    @Override
    public String extension() {
        return format.extension();
    }

    @Override
    public String contentType() {
        return format.contentType();
    }

    @Override
    public DataFiles files() {
        return new Topics(this, new HashMap<>());
    }

    /** Records that share columns. */
    private record Group(String topic, @Nullable String schemaName) {}

    private record Topics(GrowingFiles files, Map<Group, TopicSchemas> groups) implements DataFiles {
        @Override
        public DataFile begin(SinkRecord first) {
            TopicSchemas schemas = groups.computeIfAbsent(
                    group(first),
                    group -> new TopicSchemas(group.topic(), files.format(), files.layout(), files.oneKindOnly()));
            return new GrowingFile(schemas, first);
        }

        private Group group(SinkRecord record) {
            boolean named = files.namesApart() && record.valueSchema() != null;
            return new Group(record.topic(), named ? record.valueSchema().name() : null);
        }
    }
}
