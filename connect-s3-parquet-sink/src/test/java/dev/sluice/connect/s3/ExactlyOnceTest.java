// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.Lake.LakeFile;
import dev.sluice.connect.s3.commit.ManualBackground;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Crash;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Every record is in exactly one visible file, or is reported as bad and in none, whatever happens: any split of the records into deliveries, failing requests, lost
 * replies, crashes before and after any request, rebalances between a failed delivery and its repetition, and tasks that go on
 * writing after their partitions were given to others.
 */
class ExactlyOnceTest {
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1));
    private static final Instant DAY = Instant.parse("2026-11-20T05:00:00Z");

    @Property(tries = 750, seed = "20261120")
    void everyRecordIsInExactlyOneFile(@ForAll long seed) {
        new Story(new Random(seed), "Record").tell();
    }

    /** Then a record that is delivered again may go to another directory, so it may be there twice; but it is there. */
    @Property(tries = 250, seed = "20261121")
    void withTheWallClockEveryRecordIsInAFile(@ForAll long seed) {
        new Story(new Random(seed), "Wallclock").tell();
    }

    /** One run, drawn from a seed. */
    private static final class Story {
        private final Random random;
        private final Broker broker = new Broker();
        private final Bucket bucket = new Bucket();
        private final Lake lake = new Lake(bucket);
        private final ManualClock clock = new ManualClock();
        private final Map<TopicPartition, List<Long>> expected = new HashMap<>();
        private final Map<TopicPartition, Set<Long>> reports = new HashMap<>();
        private final List<RecordingContext> contexts = new ArrayList<>();
        private final Map<String, String> configuration;
        private final boolean once;
        private final boolean renames;
        /** Records whose schemas have none in common are refused. */
        private final boolean oneKind;

        private final List<WorkerSimulator> zombies = new ArrayList<>();
        private WorkerSimulator worker;
        private final int partSize;
        private int faultsPerHundredCalls;

        Story(Random random, String extractor) {
            this.random = random;
            once = extractor.equals("Record");
            renames = random.nextBoolean();
            // Most files are larger than the smaller one, and go in parts.
            partSize = random.nextBoolean() ? 100 : 5 << 20;
            String format = random.nextInt(3) == 0 ? "json" : "parquet";
            oneKind = format.equals("parquet") && random.nextBoolean();
            String memory = List.of("-1", "20000", "3000").get(random.nextInt(3));
            configuration = Map.ofEntries(
                    entry("s3.bucket.name", "bucket"),
                    entry("buffer.memory.bytes", memory),
                    entry("partitioner.max.open.files", random.nextBoolean() ? "-1" : "2"),
                    entry("rotate.idle.interval.ms", random.nextBoolean() ? "-1" : "40000"),
                    entry("format.class", format),
                    entry("schema.compatibility", oneKind ? "BACKWARD" : "NONE"),
                    entry("parquet.codec", "none"),
                    // Beside another column, only a struct or a map is a row.
                    entry("columns.offset", "__offset"),
                    entry("partitioner.class", random.nextInt(4) == 0 ? "DefaultPartitioner" : "HourlyPartitioner"),
                    entry("timestamp.extractor", extractor),
                    entry("flush.size", Integer.toString(1 + random.nextInt(6))),
                    entry("rotate.interval.ms", random.nextBoolean() ? "-1" : "600000"),
                    // With the wall clock, files are to outlive the hour in which they were opened.
                    entry("rotate.open.interval.ms", once ? "60000" : "7200000"),
                    entry("behavior.on.null.values", "ignore"),
                    entry("errors.tolerance", "all"));
            PARTITIONS.forEach(this::produce);
            worker = newWorker();
        }

        private void produce(TopicPartition partition) {
            List<Long> written = new ArrayList<>();
            Set<Long> unfit = new TreeSet<>();
            long offset = random.nextInt(3);
            int count = 5 + random.nextInt(35);
            Schema note = null;
            for (int i = 0; i < count; i++) {
                Instant time = DAY.plusSeconds(60L * i + (random.nextInt(5) == 0 ? -7200 : random.nextInt(3600)));
                boolean tombstone = random.nextInt(12) == 0;
                if (tombstone || random.nextInt(15) == 0) {
                    broker.append(
                            tombstone
                                    ? Records.tombstone(partition, offset, time)
                                    : Records.poison(partition, offset, time));
                    if (!isDropped(offset)) {
                        unfit.add(offset);
                    }
                } else {
                    SinkRecord record = version(partition, offset, time);
                    broker.append(record);
                    if (!isDropped(offset)) {
                        Field added = record.valueSchema().field("note");
                        note = note == null && added != null ? added.schema() : note;
                        if (added == null || added.schema().equals(note)) {
                            written.add(offset);
                        } else {
                            unfit.add(offset);
                        }
                    }
                }
                offset += 1 + (random.nextInt(8) == 0 ? random.nextInt(5) : 0);
            }
            expected.put(partition, written);
            reports.put(partition, unfit);
        }

        /** An old and a new version of the source side by side, and maybe another one that does not go with the new one. */
        private SinkRecord version(TopicPartition partition, long offset, Instant time) {
            return switch (random.nextInt(oneKind ? 6 : 3)) {
                case 0 -> Records.wider(partition, offset, time);
                case 3 -> Records.stray(partition, offset, time);
                default -> Records.record(partition, offset, time);
            };
        }

        void tell() {
            faultsPerHundredCalls = random.nextInt(25);
            int steps = 10 + random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                step();
                nothingCommittedIsInvisible();
            }

            faultsPerHundredCalls = 0;
            bucket.lateArrivals();
            for (int i = 0; !(worker.isCaughtUp() && isAllCommitted()); i++) {
                assertThat(i).as("turns until all is written").isLessThan(500);
                clock.advance(once ? Duration.ofSeconds(61) : Duration.ofHours(2));
                surviving(one -> {
                    one.iterate(10);
                    one.runRequests(20);
                });
                zombies.removeIf(zombie -> dies(zombie, one -> {
                    one.iterate(3);
                    one.runRequests(3);
                }));
                worker.commit();
            }

            for (TopicPartition partition : PARTITIONS) {
                // Reports may repeat.
                assertThat(reported(partition)).as("reported of %s", partition).isEqualTo(reports.get(partition));
                if (once) {
                    assertThat(lake.ids(partition)).as("%s", partition).isEqualTo(expected.get(partition));
                } else {
                    assertThat(lake.ids(partition)).as("%s", partition).containsAll(expected.get(partition));
                }
            }
            if (once) {
                lake.chains().forEach(Story::rangesAscend);
            }
        }

        private boolean isAllCommitted() {
            return PARTITIONS.stream().allMatch(partition -> Stream.concat(
                            expected.get(partition).stream(), reports.get(partition).stream())
                    .allMatch(offset -> offset < broker.committed(partition)));
        }

        /** The offsets whose reports the dead-letter topic has. */
        private Set<Long> reported(TopicPartition partition) {
            return contexts.stream()
                    .flatMap(context -> context.stored().stream())
                    .filter(record -> record.originalKafkaPartition() == partition.partition())
                    .map(SinkRecord::originalKafkaOffset)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private void step() {
            switch (random.nextInt(17)) {
                case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(once ? 90 : 3600)));
                case 1 -> surviving(WorkerSimulator::commit);
                case 2 -> worker = newWorker();
                case 3 -> {
                    if (zombies.size() == 2) {
                        zombies.remove(0);
                    }
                    zombies.add(worker);
                    worker = newWorker();
                }
                case 4 ->
                    surviving(one -> {
                        List<TopicPartition> some = random.nextBoolean() ? PARTITIONS : PARTITIONS.subList(0, 1);
                        one.revoke(some);
                        one.assign(some);
                    });
                case 5, 6 -> zombies.removeIf(zombie -> dies(zombie, one -> one.iterate(1 + random.nextInt(8))));
                case 7 -> zombies.removeIf(zombie -> dies(zombie, one -> one.runRequests(random.nextInt(6))));
                case 8 -> bucket.lateArrivals();
                case 9 -> {
                    surviving(WorkerSimulator::stop);
                    worker = newWorker();
                }
                case 10, 11, 12 -> surviving(one -> one.runRequests(random.nextInt(9)));
                default -> surviving(one -> one.iterate(random.nextInt(9)));
            }
        }

        private void surviving(Consumer<WorkerSimulator> action) {
            if (dies(worker, action)) {
                worker = newWorker();
            }
        }

        private boolean dies(WorkerSimulator one, Consumer<WorkerSimulator> action) {
            try {
                action.accept(one);
                return false;
            } catch (Crash e) {
                return true;
            } catch (ConnectException e) {
                // The task has failed for good, and its worker ends it in good order.
                if (!one.isStopped()) {
                    boolean unused = dies(one, WorkerSimulator::stop);
                }
                return true;
            }
        }

        private WorkerSimulator newWorker() {
            var background = new ManualBackground(random);
            var store = new InMemoryObjectStore(bucket, (method, key) -> fault());
            var task = Tasks.task(store, background, partSize, random, clock);
            var context = new RecordingContext();
            contexts.add(context);
            var created = new WorkerSimulator(broker, task, background, context, this::transformed);
            created.start(configuration);
            created.assign(PARTITIONS);
            return created;
        }

        private Fault fault() {
            Fault[] faults = Fault.values();
            return random.nextInt(100) < faultsPerHundredCalls ? faults[random.nextInt(faults.length)] : Fault.NONE;
        }

        private SinkRecord transformed(SinkRecord record) {
            if (isDropped(record.kafkaOffset())) {
                return null;
            }
            return renames ? Records.renamed(record, "lake") : record;
        }

        private static boolean isDropped(long offset) {
            return offset % 7 == 3;
        }

        private void nothingCommittedIsInvisible() {
            for (TopicPartition partition : PARTITIONS) {
                long committed = broker.committed(partition);
                List<Long> visible = lake.ids(partition);
                assertThat(visible)
                        .as("visible of %s, of which offset %d is committed", partition, committed)
                        .containsAll(expected.get(partition).stream()
                                .filter(offset -> offset < committed)
                                .toList());
                assertThat(reported(partition))
                        .as("reported of %s, of which offset %d is committed", partition, committed)
                        .containsAll(reports.get(partition).stream()
                                .filter(offset -> offset < committed)
                                .toList());
                if (once) {
                    assertThat(visible).as("visible of %s", partition).doesNotHaveDuplicates();
                }
            }
        }

        private static void rangesAscend(List<LakeFile> chain) {
            long next = 0;
            for (LakeFile file : chain) {
                assertThat(file.firstOffset()).as("%s", file.key()).isGreaterThanOrEqualTo(next);
                assertThat(file.ids().get(0)).as("%s", file.key()).isEqualTo(file.firstOffset());
                assertThat(file.ids()).as("%s", file.key()).isSorted();
                assertThat(file.metadata().records()).isEqualTo(file.ids().size());
                assertThat(file.metadata().nextOffset())
                        .isEqualTo(file.ids().get(file.ids().size() - 1) + 1);
                next = file.metadata().nextOffset();
            }
        }
    }
}
