// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.partition.Partitioners;
import dev.sluice.connect.s3.storage.S3Settings;
import dev.sluice.connect.s3.write.WriterSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The sink's configuration as the typed values that the code works with. The keys are declared by concern, in {@link StoreKeys},
 * {@link CredentialKeys}, {@link ObjectKeys}, {@link FileKeys}, {@link RowKeys}, {@link RotationKeys}, {@link WriteKeys},
 * {@link DirectoryKeys} and {@link NameKeys}.
 *
 * @param partitioning where records belong
 * @param writing how files are made and when they close
 * @param store where they go
 */
record S3ParquetSinkConfig(Partitioners partitioning, WriterSettings writing, S3Settings store) {
    static final ConfigTable TABLE = table();

    /** Trying the bucket stores nothing, and the keys of the format may be wrong. */
    private static final String UNKNOWN_CONTENT = "application/octet-stream";

    private static ConfigTable table() {
        ConfigTable.Builder table = ConfigTable.builder();
        StoreKeys.declare(table);
        CredentialKeys.declare(table);
        ObjectKeys.declare(table);
        FileKeys.declare(table);
        RowKeys.declare(table);
        RotationKeys.declare(table);
        WriteKeys.declare(table);
        DirectoryKeys.declare(table);
        NameKeys.declare(table);
        return table.build();
    }

    /** @throws org.apache.kafka.common.config.ConfigException naming the key and what is wrong with it */
    static S3ParquetSinkConfig parse(Map<String, String> configuration) {
        ConfigValues values = TABLE.parse(configuration);
        Partitioners partitioners = DirectoryKeys.partitioners(values);
        FileFormat format = FileKeys.format(values);
        return new S3ParquetSinkConfig(
                partitioners,
                new WriterSettings(
                        new FileMetadata.Origin(configuration.getOrDefault("name", ""), partitioners.fingerprint()),
                        partitioners.followsTheWallClock(),
                        RotationKeys.policy(values),
                        NameKeys.names(values),
                        format,
                        RowKeys.nullValues(values),
                        WriteKeys.maxOpenFiles(values),
                        WriteKeys.memory(values),
                        values.get(WriteKeys.UPLOAD_THREADS),
                        values.get(StoreKeys.PART_SIZE),
                        Duration.ofMillis(values.get(StoreKeys.RETRY_BACKOFF)),
                        WriteKeys.shutdownTimeout(values)),
                StoreKeys.settings(values, format.contentType()));
    }

    /**
     * What is wrong with combinations of values that are all right each for itself.
     *
     * @param wrong keys whose values are not; they are left out of the question
     */
    static Stream<Finding> problems(Map<String, String> configuration, Set<String> wrong) {
        ConfigValues values = sound(configuration, wrong);
        return Stream.<Function<ConfigValues, Stream<Finding>>>of(
                        StoreKeys::problems,
                        CredentialKeys::problems,
                        ObjectKeys::problems,
                        FileKeys::problems,
                        RowKeys::problems,
                        DirectoryKeys::problems,
                        NameKeys::problems)
                .flatMap(concern -> concern.apply(values));
    }

    /**
     * The bucket to try, if it is to be tried and all that leads to it is right.
     *
     * @param wrong keys whose values are not
     */
    static Optional<S3Settings> reachable(Map<String, String> configuration, Set<String> wrong) {
        ConfigValues values = sound(configuration, wrong);
        return values.get(StoreKeys.VALIDATE_BUCKET) && wrong.stream().noneMatch(StoreKeys::leadsToTheBucket)
                ? Optional.of(StoreKeys.settings(values, UNKNOWN_CONTENT))
                : Optional.empty();
    }

    private static ConfigValues sound(Map<String, String> configuration, Set<String> wrong) {
        Map<String, String> sound = new HashMap<>(configuration);
        sound.keySet().removeAll(wrong);
        // The one value without a default, and no combination hangs on it.
        sound.putIfAbsent(StoreKeys.BUCKET.name(), "not set");
        return TABLE.parse(sound);
    }

    /** What is taken otherwise than a configuration may mean it. */
    static Stream<Finding> notes(Map<String, String> configuration) {
        ConfigValues values = TABLE.parse(configuration);
        return Stream.concat(RowKeys.notes(values), DirectoryKeys.notes(values));
    }
}
