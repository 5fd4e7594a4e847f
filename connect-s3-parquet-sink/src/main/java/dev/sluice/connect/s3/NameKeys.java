// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.chain.ObjectNames;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Range;

/** How objects are called, apart from their directories. */
final class NameKeys {
    /** Twice what an offset may need; some pad to twenty. */
    private static final int MAX_OFFSET_WIDTH = 40;

    static final ConfigKey<String> TOPICS_DIR = ConfigKey.string("topics.dir")
            .defaultTo("topics")
            .doc("The directory above those of the topics; empty for none.");
    static final ConfigKey<String> DIRECTORY_DELIMITER = ConfigKey.string("directory.delim")
            .defaultTo("/")
            .validatedBy(DirectoryRules.DELIMITER)
            .doc("What stands between directories.");
    static final ConfigKey<String> FILE_DELIMITER = ConfigKey.string("file.delim")
            .defaultTo("+")
            .doc("What stands between topic, partition and offset in the name of a file.");
    static final ConfigKey<Integer> OFFSET_WIDTH = ConfigKey.integer("filename.offset.zero.pad.width")
            .defaultTo(10)
            .validatedBy(Range.between(0, MAX_OFFSET_WIDTH))
            .doc("Digits to which offsets in file names are padded with zeros.");

    private NameKeys() {}

    static void declare(ConfigTable.Builder table) {
        table.group("Names", TOPICS_DIR, DIRECTORY_DELIMITER, FILE_DELIMITER, OFFSET_WIDTH);
    }

    static Stream<Finding> problems(ConfigValues values) {
        return ConfigParsers.problem(FILE_DELIMITER, () -> names(values)).stream();
    }

    static ObjectNames names(ConfigValues values) {
        return new ObjectNames(
                values.get(TOPICS_DIR),
                values.get(DIRECTORY_DELIMITER),
                values.get(FILE_DELIMITER),
                values.get(OFFSET_WIDTH),
                FileKeys.format(values).extension());
    }
}
