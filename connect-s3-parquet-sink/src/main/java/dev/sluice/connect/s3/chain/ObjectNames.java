// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;

/**
 * Object names: {@code <topics.dir>/<topic>/<directory>/<topic>+<partition>+<first offset>.<codec>.parquet}.
 *
 * <p>The directories bear the topic that a transform may have given the record, the file name the topic, partition and offset in
 * Kafka. So several topics routed into one never meet at one name.
 *
 * @param topicsDirectory may be empty; then the topic is the first level
 * @param offsetWidth digits to which offsets are padded
 * @param extension what follows the offset, from its first dot
 */
public record ObjectNames(
        String topicsDirectory, String directoryDelimiter, String fileDelimiter, int offsetWidth, String extension) {
    /** Every format's and every codec's extension: a chain goes on when these are changed. */
    private static final Pattern OFFSET_AND_EXTENSION =
            Pattern.compile("0*(\\d{1,19})((\\.[a-z][a-z0-9_]*)?\\.parquet|\\.avro|\\.json(\\.gz)?)");

    private static final String SCHEMA_EXTENSION = ".schema";
    private static final Pattern DIGITS = Pattern.compile("\\d{20}");

    public ObjectNames {
        if (fileDelimiter.isEmpty() || fileDelimiter.chars().anyMatch(Character::isDigit)) {
            // Without it, partition 1 and partition 10 have one prefix.
            throw new ConfigException("file.delim", fileDelimiter, "must not be empty and must not contain a digit");
        }
    }

    /** What the names of all files of a chain begin with, and of no other chain. */
    public String chainPrefix(String topic, String directory, TopicPartition original) {
        String base = topicsDirectory.isEmpty() ? "" : topicsDirectory + directoryDelimiter;
        return base
                + topic
                + directoryDelimiter
                + directory
                + directoryDelimiter
                + original.topic()
                + fileDelimiter
                + original.partition()
                + fileDelimiter;
    }

    /**
     * What the names of all schemas begin with that the records of a topic-partition were measured by. It lies beside the directories of
     * topics, under a name that readers of lakes pass over.
     *
     * @param details what tells one kind of such records from another, as a directory
     */
    public String schemaPrefix(String topic, String details, TopicPartition original) {
        return chainPrefix("_sluice" + directoryDelimiter + "schemas", topic + directoryDelimiter + details, original);
    }

    /** @param offset of the record from which on the schema counts */
    public static String schemaKey(String schemaPrefix, long offset) {
        return schemaPrefix + String.format(Locale.ROOT, "%020d", offset) + SCHEMA_EXTENSION;
    }

    /** The offset in the name of a schema; empty where the key is not one. */
    public static OptionalLong schemaOffset(String schemaPrefix, String key) {
        if (!key.startsWith(schemaPrefix) || !key.endsWith(SCHEMA_EXTENSION)) {
            return OptionalLong.empty();
        }
        String digits = key.substring(schemaPrefix.length(), key.length() - SCHEMA_EXTENSION.length());
        return DIGITS.matcher(digits).matches() ? offset(digits) : OptionalLong.empty();
    }

    public String key(String chainPrefix, long firstOffset) {
        String digits = Long.toString(firstOffset);
        return chainPrefix + "0".repeat(Math.max(0, offsetWidth - digits.length())) + digits + extension;
    }

    /**
     * The file with the highest first offset among the keys below a chain's prefix. Compared as numbers: an offset that outgrows its
     * padding sorts wrongly as text.
     */
    public static Optional<String> newest(String chainPrefix, List<String> keys) {
        return keys.stream()
                .filter(key -> firstOffset(chainPrefix, key).isPresent())
                .max(Comparator.comparingLong(
                        key -> firstOffset(chainPrefix, key).getAsLong()));
    }

    /** The first offset in the name of a chain's file; empty where the key is not one. */
    public static OptionalLong firstOffset(String chainPrefix, String key) {
        if (!key.startsWith(chainPrefix)) {
            return OptionalLong.empty();
        }
        Matcher name = OFFSET_AND_EXTENSION.matcher(key.substring(chainPrefix.length()));
        if (!name.matches()) {
            return OptionalLong.empty();
        }
        return offset(name.group(1));
    }

    private static OptionalLong offset(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            // So many digits may exceed a long, and then they are no offset.
            return OptionalLong.empty();
        }
    }
}
