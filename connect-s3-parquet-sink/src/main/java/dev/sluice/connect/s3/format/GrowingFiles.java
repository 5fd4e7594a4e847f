// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.row.TopicRecords;
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
    public DataFiles files(SchemaMemory memory) {
        return new Topics(this, memory, new HashMap<>());
    }

    /** Records that share columns. */
    private record Group(String topic, @Nullable String schemaName) {}

    private record Topics(GrowingFiles files, SchemaMemory memory, Map<Group, TopicSchemas> groups)
            implements DataFiles {
        @Override
        public DataFile begin(SinkRecord first) {
            return new GrowingFile(schemas(first), first);
        }

        @Override
        public void passOver(SinkRecord record) {
            if (files.oneKindOnly()) {
                schemas(record).passOver(record);
            }
        }

        private TopicSchemas schemas(SinkRecord record) {
            Group group = group(record);
            TopicSchemas known = groups.get(group);
            if (known == null) {
                TopicRecords records = new TopicRecords(files.layout());
                known = files.oneKindOnly()
                        ? TopicSchemas.ofOneKind(files.format(), records, memory, subject(group), record)
                        : new TopicSchemas(group.topic(), files.format(), records);
                groups.put(group, known);
            }
            return known;
        }

        private SchemaMemory.Subject subject(Group group) {
            return new SchemaMemory.Subject(
                    group.topic(),
                    "as " + files.format().name() + ' ' + files.layout().details()
                            + (group.schemaName() == null ? "" : "\nof " + group.schemaName()));
        }

        private Group group(SinkRecord record) {
            boolean named = files.namesApart() && record.valueSchema() != null;
            return new Group(record.topic(), named ? record.valueSchema().name() : null);
        }
    }
}
