// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.metrics.TaskMetrics;
import dev.sluice.connect.s3.ManualClock;
import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.commit.Outcome.Conflict;
import dev.sluice.connect.s3.commit.Outcome.Failed;
import dev.sluice.connect.s3.commit.Outcome.Published;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.storage.ByteChunks;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainCommitterTest {
    private static final int PART_SIZE = 100;
    private static final String KEY = "topics/orders+0+0.parquet";
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);
    private static final Duration BACKOFF = Duration.ofSeconds(5);

    private final Bucket bucket = new Bucket();
    private final ManualClock clock = new ManualClock();
    private final List<String> calls = new ArrayList<>();

    @Test
    void aFileUpToThePartSizeIsOneRequest() {
        PlainCommitter committer = committer(Faults.NONE);

        committer.commit(List.of(file(PART_SIZE, "tag")));

        assertThat(committer.outcomes()).singleElement().isInstanceOf(Published.class);
        assertThat(calls).containsExactly("createExclusive");
    }

    @Test
    void aLargerFileGoesInPartsAndArrivesWhole() {
        PlainCommitter committer = committer(Faults.NONE);

        committer.commit(List.of(file(2 * PART_SIZE + 1, "tag")));

        assertThat(committer.outcomes()).singleElement().isInstanceOf(Published.class);
        assertThat(calls).containsExactly("startUpload", "uploadPart", "uploadPart", "uploadPart", "completeExclusive");
        assertThat(bucket.objects().get(KEY).bytes()).isEqualTo(bytes(2 * PART_SIZE + 1));
        assertThat(tag(KEY)).isEqualTo("tag");
        assertThat(bucket.openUploads()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 250})
    void anotherWritersObjectIsAConflictAndStaysAsItIs(int length) {
        bucket.put(KEY, new byte[10], file(10, "theirs").metadata().toUserMetadata());
        PlainCommitter committer = committer(Faults.NONE);
        FinishedFile file = file(length, "ours");

        committer.commit(List.of(file));

        assertThat(committer.outcomes()).containsExactly(new Conflict(file));
        assertThat(bucket.objects().get(KEY).bytes()).hasSize(10);
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void anObjectWithoutMetadataIsAConflictToo() {
        bucket.put(KEY, new byte[1], Map.of());
        PlainCommitter committer = committer(Faults.NONE);

        committer.commit(List.of(file(50, "ours")));

        assertThat(committer.outcomes()).singleElement().isInstanceOf(Conflict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploadPart", "completeExclusive"})
    void anUploadThatTheStoreHasEndedIsBegunAnew(String method) {
        List<String> ended = new ArrayList<>();
        PlainCommitter committer = committer((called, key) -> {
            if (called.equals(method) && ended.isEmpty()) {
                ended.add(key);
                bucket.endUploads();
            }
            return Fault.NONE;
        });

        committer.commit(List.of(file(2 * PART_SIZE + 1, "tag")));
        for (int i = 0; i < 3; i++) {
            clock.advance(BACKOFF);
            List<Outcome> told = committer.outcomes();
            if (!told.isEmpty()) {
                assertThat(told).singleElement().isInstanceOf(Published.class);
            }
        }

        assertThat(bucket.objects().get(KEY).bytes()).isEqualTo(bytes(2 * PART_SIZE + 1));
        assertThat(bucket.openUploads()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "50,createExclusive,FAILS",
        "50,createExclusive,REPLY_LOST",
        "50,createExclusive,LATE",
        "250,startUpload,FAILS",
        "250,uploadPart,FAILS",
        "250,uploadPart,REPLY_LOST",
        "250,uploadPart,LATE",
        "250,completeExclusive,FAILS",
        "250,completeExclusive,REPLY_LOST",
        "250,completeExclusive,LATE"
    })
    void whatFailsForNowIsTriedAgainAfterAPauseAndLeavesNoUploadBehind(int length, String method, Fault fault) {
        List<Fault> faults = new ArrayList<>(List.of(fault));
        PlainCommitter committer =
                committer((called, key) -> called.equals(method) && !faults.isEmpty() ? faults.remove(0) : Fault.NONE);

        committer.commit(List.of(file(length, "ours")));
        assertThat(committer.outcomes()).isEmpty();
        assertThat(committer.wakeUp().orElseThrow())
                .isBetween(
                        clock.instant().plus(BACKOFF.dividedBy(2)),
                        clock.instant().plus(BACKOFF));
        bucket.lateArrivals();
        clock.advance(BACKOFF);

        assertThat(committer.outcomes()).singleElement().isInstanceOf(Published.class);
        assertThat(bucket.objects().get(KEY).bytes()).isEqualTo(bytes(length));
        assertThat(bucket.openUploads()).isZero();
        assertThat(committer.wakeUp()).isEmpty();
    }

    @Test
    void aPartThatFailedIsUploadedAgainAloneWithinItsUpload() {
        List<Fault> faults = new ArrayList<>(List.of(Fault.NONE, Fault.FAILS));
        PlainCommitter committer = committer(
                (called, key) -> called.equals("uploadPart") && !faults.isEmpty() ? faults.remove(0) : Fault.NONE);

        committer.commit(List.of(file(250, "ours")));
        assertThat(committer.outcomes()).isEmpty();
        clock.advance(BACKOFF);
        assertThat(committer.outcomes()).hasSize(1);

        assertThat(calls).filteredOn("startUpload"::equals).hasSize(1);
        assertThat(calls).filteredOn("uploadPart"::equals).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"50,createExclusive", "250,startUpload", "250,uploadPart", "250,completeExclusive"})
    void whatTimeDoesNotHealIsToldOnceAndLeavesNoUploadBehind(int length, String method) {
        PlainCommitter committer = committer((called, key) -> called.equals(method) ? Fault.REFUSED : Fault.NONE);

        committer.commit(List.of(file(length, "ours")));
        assertThat(committer.outcomes()).singleElement().isInstanceOf(Failed.class);

        assertThat(committer.outcomes()).isEmpty();
        assertThat(bucket.openUploads()).isZero();
        assertThat(bucket.objects()).isEmpty();
    }

    @Test
    void whatTimeDoesNotHealIsToldAlsoBeforeItsTurn() {
        ManualBackground background = new ManualBackground(new Random(1));
        PlainCommitter committer =
                committer(bucket, (method, key) -> key.equals("second") ? Fault.REFUSED : Fault.FAILS, background);
        FinishedFile second = file("second", "lane", ORDERS_0, 250, "2");
        committer.commit(List.of(file("first", "lane", ORDERS_0, 50, "1"), second));

        while (background.runOne()) {
            // The first one fails for now.
        }

        assertThat(committer.outcomes()).singleElement().isInstanceOf(Failed.class);
    }

    @Property(tries = 300, seed = "7")
    void filesOfALaneBecomeVisibleInTheirOrderWhateverTheOrderOfTheRequests(@ForAll long seed) {
        Random random = new Random(seed);
        Bucket lake = new Bucket();
        ManualBackground background = new ManualBackground(random);
        PlainCommitter committer =
                committer(lake, (method, key) -> random.nextInt(5) == 0 ? Fault.REPLY_LOST : Fault.NONE, background);
        List<FinishedFile> flush = new ArrayList<>();
        for (int lane = 0; lane < 3; lane++) {
            for (int number = 0; number < 4; number++) {
                flush.add(file("lane-" + lane + "/" + number, "lane-" + lane, ORDERS_0, random.nextInt(400), "tag"));
            }
        }
        committer.commit(flush);

        List<String> published = new ArrayList<>();
        while (published.size() < flush.size()) {
            background.runOne();
            if (random.nextBoolean()) {
                committer
                        .outcomes()
                        .forEach(outcome -> published.add(outcome.file().key()));
            }
            for (int lane = 0; lane < 3; lane++) {
                int first = lane;
                List<Integer> visible = lake.objects().keySet().stream()
                        .filter(key -> key.startsWith("lane-" + first))
                        .map(key -> Integer.valueOf(key.substring(key.indexOf('/') + 1)))
                        .toList();
                assertThat(visible)
                        .as("a beginning of the lane")
                        .isEqualTo(List.of(0, 1, 2, 3).subList(0, visible.size()));
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(published).filteredOn(key -> key.startsWith("lane-1")).isSorted();
        assertThat(committer.heldBytes()).isZero();
    }

    @Test
    void partsOfTheNextFileAreUploadedBeforeItsTurn() {
        ManualBackground background = new ManualBackground(new Random(1));
        PlainCommitter committer =
                committer(bucket, (method, key) -> key.equals("first") ? Fault.FAILS : Fault.NONE, background);
        committer.commit(List.of(file("first", "lane", ORDERS_0, 50, "1"), file("second", "lane", ORDERS_0, 250, "2")));

        for (int i = 0; i < 10; i++) {
            background.runOne();
            committer.outcomes();
        }

        assertThat(calls).filteredOn("uploadPart"::equals).hasSize(3);
        assertThat(calls).doesNotContain("completeExclusive");
        assertThat(bucket.objects()).isEmpty();
    }

    @Test
    void whatIsForgottenIsNeitherBegunNorToldAndLeavesNoUploadBehind() {
        ManualBackground background = new ManualBackground(new Random(1));
        PlainCommitter committer = committer(bucket, Faults.NONE, background);
        committer.commit(List.of(
                file("a", "a", ORDERS_0, 250, "a"),
                file("b", "b", ORDERS_0, 50, "b"),
                file("c", "c", ORDERS_1, 50, "c")));
        while (bucket.openUploads() == 0) {
            background.runOne();
        }
        committer.outcomes();
        assertThat(committer.heldBytes()).isPositive();

        committer.forget(ORDERS_0);
        List<String> told = new ArrayList<>();
        while (background.runOne()) {
            committer.outcomes().forEach(outcome -> told.add(outcome.file().key()));
        }
        committer.outcomes().forEach(outcome -> told.add(outcome.file().key()));

        assertThat(told).doesNotContain("a", "b").endsWith("c");
        assertThat(bucket.objects()).doesNotContainKey("a");
        assertThat(bucket.openUploads()).isZero();
        assertThat(committer.heldBytes()).isZero();
    }

    @Test
    void atTheEndUploadsAreAborted() {
        ManualBackground background = new ManualBackground(new Random(3));
        PlainCommitter committer = committer(bucket, Faults.NONE, background);
        committer.commit(List.of(file(250, "ours")));
        background.runOne();
        committer.outcomes();
        assertThat(bucket.openUploads()).isEqualTo(1);

        committer.close();

        assertThat(bucket.openUploads()).isZero();
        assertThat(bucket.objects()).isEmpty();
    }

    private static String tag(Bucket bucket, String key) {
        return FileMetadata.parse(bucket.objects().get(key).metadata())
                .orElseThrow()
                .tag();
    }

    private String tag(String key) {
        return tag(bucket, key);
    }

    private PlainCommitter committer(Faults faults) {
        return committer(bucket, faults, new Inline());
    }

    private PlainCommitter committer(Bucket lake, Faults faults, Background background) {
        Faults recording = (method, key) -> {
            calls.add(method);
            return faults.next(method, key);
        };
        return new PlainCommitter(
                new InMemoryObjectStore(lake, recording),
                background,
                new PlainCommitter.Settings(PART_SIZE, BACKOFF),
                clock,
                new Random(1),
                new UploadMetrics(TaskMetrics.of("test", "lake", "0"), clock));
    }

    private static FinishedFile file(int length, String tag) {
        return file(KEY, KEY, ORDERS_0, length, tag);
    }

    private static FinishedFile file(String key, String lane, TopicPartition partition, int length, String tag) {
        var chunks = new ByteChunks();
        chunks.append(bytes(length), 0, length);
        return new FinishedFile(
                key,
                lane,
                partition,
                0,
                chunks,
                new FileMetadata(1, 1, 0L, 0L, new FileMetadata.Origin("sink", "layout"), "0f1e", tag),
                CloseCause.RECORDS);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
