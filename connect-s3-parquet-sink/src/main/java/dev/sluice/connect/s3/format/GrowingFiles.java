// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.RowLayout;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Files of rows whose schemas grow as the records' do.
 *
 * @param oneKindOnly whether a record that has no common schema with earlier ones of its topic is a bad record; otherwise it begins
 *     another file
 */
public record GrowingFiles(RowFormat format, RowLayout layout, boolean oneKindOnly) implements FileFormat {
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

    private record Topics(GrowingFiles files, Map<String, TopicSchemas> topics) implements DataFiles {
        @Override
        public DataFile begin(SinkRecord first) {
            TopicSchemas topic = topics.computeIfAbsent(
                    first.topic(), name -> new TopicSchemas(name, files.format(), files.layout(), files.oneKindOnly()));
            return new GrowingFile(topic, first);
        }
    }
}
