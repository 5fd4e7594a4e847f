// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.parquet.example.data.Group;

/** What a reader finds in a bucket whose records are {@link Records}. */
final class Lake {
    private static final Pattern NAME = Pattern.compile("(.*/([^/+]+)\\+(\\d+)\\+)(\\d+)[.a-z0-9_]*\\.(parquet|json)");

    /** In a line of JSON. */
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final Bucket bucket;
    private final Map<String, LakeFile> read = new HashMap<>();

    Lake(Bucket bucket) {
        this.bucket = bucket;
    }

    /** @param chain the part of the key before the offset */
    record LakeFile(
            String key,
            String chain,
            TopicPartition partition,
            long firstOffset,
            FileMetadata metadata,
            List<Long> ids) {}

    List<LakeFile> files() {
        // Objects never change, so each is decoded once.
        bucket.objects().forEach((key, object) -> {
            if (NAME.matcher(key).matches()) {
                read.computeIfAbsent(key, ignored -> decode(key, object));
            }
        });
        return List.copyOf(read.values());
    }

    /** The ids of a partition's records in all visible files, in ascending order, with repetitions. */
    List<Long> ids(TopicPartition partition) {
        return files().stream()
                .filter(file -> file.partition().equals(partition))
                .flatMap(file -> file.ids().stream())
                .sorted()
                .toList();
    }

    /** The files of each chain, in the order of their first offsets. */
    List<List<LakeFile>> chains() {
        return files().stream().collect(Collectors.groupingBy(LakeFile::chain)).values().stream()
                .map(files -> files.stream()
                        .sorted(Comparator.comparingLong(LakeFile::firstOffset))
                        .toList())
                .toList();
    }

    Map<String, List<Long>> idsByKey() {
        return files().stream().collect(Collectors.toMap(LakeFile::key, LakeFile::ids));
    }

    private static LakeFile decode(String key, StoredObject object) {
        Matcher name = NAME.matcher(key);
        if (!name.matches()) {
            throw new IllegalArgumentException(key);
        }
        return new LakeFile(
                key,
                name.group(1),
                new TopicPartition(name.group(2), Integer.parseInt(name.group(3))),
                Long.parseLong(name.group(4)),
                FileMetadata.parse(object.metadata()).orElseThrow(),
                name.group(5).equals("json") ? idsOfLines(object) : idsOfRows(object));
    }

    private static List<Long> idsOfRows(StoredObject object) {
        Function<Group, Long> id = row -> row.getLong("id", 0);
        return ParquetRows.read(object.bytes()).stream().map(id).toList();
    }

    private static List<Long> idsOfLines(StoredObject object) {
        return ID.matcher(new String(object.bytes(), StandardCharsets.UTF_8))
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }
}
