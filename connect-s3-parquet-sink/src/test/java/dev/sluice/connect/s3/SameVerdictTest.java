// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.commit.Inline;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Fault;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Where records of another kind are refused, the same ones are refused wherever a task begins to read. */
class SameVerdictTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final long FIVE = Instant.parse("2026-11-20T05:00:00Z").toEpochMilli();
    private static final int HOUR = 3_600_000;

    private final Bucket bucket = new Bucket();
    private final ManualClock clock = new ManualClock();

    @Property(tries = 120, seed = "20261120", shrinking = ShrinkingMode.OFF)
    void howeverTheReadingIsSplitIntoRunsTheSameRecordsAreSetAside(@ForAll long seed) {
        Random random = new Random(seed);
        List<SinkRecord> records = records(random);
        Map<String, String> changes = Map.of(
                "flush.size", Integer.toString(1 + random.nextInt(6)),
                "columns.offset", random.nextBoolean() ? "__offset" : "",
                "s3.schema.partition.affix.type", random.nextInt(4) == 0 ? "PREFIX" : "NONE");

        Run whole = new Run(new Bucket(), changes, () -> Fault.NONE);
        whole.put(records);
        whole.stop();

        Bucket split = new Bucket();
        Set<Long> setAside = new TreeSet<>();
        long committed = 0;
        for (int runs = 0; runs < 8; runs++) {
            Run run = new Run(split, changes, () -> fault(random));
            int from = next(records, committed);
            for (int puts = random.nextInt(4); puts > 0 && from < records.size(); puts--) {
                int to = from + 1 + random.nextInt(records.size() - from);
                if (!run.put(records.subList(from, to))) {
                    break;
                }
                from = to;
                if (random.nextBoolean()) {
                    committed = run.committable(records.get(to - 1).kafkaOffset() + 1);
                }
            }
            if (random.nextBoolean()) {
                run.stop();
            }
            setAside.addAll(run.setAside());
        }
        Run last = new Run(split, changes, () -> Fault.NONE);
        last.put(records.subList(next(records, committed), records.size()));
        last.stop();
        setAside.addAll(last.setAside());

        assertThat(setAside).isEqualTo(whole.setAside());
        assertThat(new Lake(split).ids(ORDERS_0)).isEqualTo(new Lake(whole.bucket).ids(ORDERS_0));
    }

    @Test
    void aStrayRecordIsStrayAlsoWhereATaskBeginsWithIt() {
        SinkRecord stray = record(1, "x", Schema.STRING_SCHEMA, "text");
        Run first = run(Faults.NONE);
        first.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L)));
        first.stop();

        Run second = run(Faults.NONE);
        second.put(List.of(stray, record(2, "x", Schema.INT32_SCHEMA, 8)));
        second.stop();

        assertThat(second.setAside()).containsExactly(1L);
        assertThat(new Lake(bucket).ids(ORDERS_0)).containsExactly(0L, 2L);
    }

    @Test
    void theSchemaIsStoredBeforeAnythingThatDependsOnIt() {
        Run failing = run((method, key) ->
                method.equals("createExclusive") && key.contains("/schemas/") ? Fault.FAILS : Fault.NONE);

        assertThat(failing.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L))))
                .isFalse();

        assertThat(new Lake(bucket).files()).isEmpty();
    }

    @Test
    void whereEveryKindHasFilesOfItsOwnNothingIsStoredBesideThem() {
        Run run = new Run(bucket, Map.of("schema.compatibility", "NONE"), () -> Fault.NONE);
        run.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L), record(1, "x", Schema.STRING_SCHEMA, "text")));
        run.stop();

        assertThat(bucket.objects().keySet()).hasSize(2).noneMatch(key -> key.contains("_sluice"));
    }

    @Test
    void aTopicThatWasMadeAgainWithAnotherSchemaStopsTheTask() {
        Run first = run(Faults.NONE);
        first.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L)));
        Run again = run(Faults.NONE);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> again.put(List.of(record(0, "y", Schema.INT64_SCHEMA, 7L))))
                .withMessageContaining("topics/_sluice/schemas/orders/")
                .withMessageContaining("created again");
    }

    /** Otherwise the old topic's schemas would count once the task begins behind them. */
    @Test
    void aTopicThatWasMadeAgainStopsTheTaskWhereARecordStandsInThePlaceOfOneThatHadASchemaStored() {
        Run first = run(Faults.NONE);
        first.put(List.of(record(3, "x", Schema.INT64_SCHEMA, 7L), record(5, "y", Schema.INT64_SCHEMA, 7L)));
        Run again = run(Faults.NONE);
        again.put(List.of(later(record(0, "x", Schema.STRING_SCHEMA, "text"))));
        Run next = run(Faults.NONE);
        next.put(List.of(later(record(2, "x", Schema.STRING_SCHEMA, "text"))));

        assertThat(again.setAside()).isEmpty();
        assertThat(next.setAside()).isEmpty();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> next.put(List.of(later(record(3, "x", Schema.STRING_SCHEMA, "text")))))
                .withMessageContaining("orders-0 at offset 3 bears another timestamp")
                .withMessageContaining("remove the objects that begin with 'topics/_sluice/schemas/orders/");
    }

    @Test
    void aTopicThatWasMadeAgainStopsTheTaskAlsoAtTheFirstRecord() {
        Run first = run(Faults.NONE);
        first.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L)));
        Run again = run(Faults.NONE);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> again.put(List.of(later(record(0, "x", Schema.INT64_SCHEMA, 7L)))))
                .withMessageContaining("created again");
    }

    /** An answer that cannot be had now is waited for. */
    @Test
    void whetherARecordIsTheOneThatHadASchemaStoredIsAskedUntilTheStoreAnswers() {
        Run first = run(Faults.NONE);
        first.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L)));
        Run failing =
                run((method, key) -> method.equals("metadata") && key.contains("/schemas/") ? Fault.FAILS : Fault.NONE);

        assertThat(failing.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L))))
                .isFalse();
    }

    @Test
    void aBatchThatTakesTooLongBecauseOfSchemasIsGivenBackAndGoesOnWithTheNextCall() {
        Run slow = run(taking("createExclusive", Duration.ofSeconds(31)));
        List<SinkRecord> batch = List.of(
                record(0, "x", Schema.INT64_SCHEMA, 7L),
                record(1, "y", Schema.INT64_SCHEMA, 7L),
                record(2, "x", Schema.INT64_SCHEMA, 7L));

        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(() -> slow.task.put(batch))
                .withMessageContaining("schema that records of orders-0 are measured by has taken too long");
        slow.task.put(batch);
        slow.stop();

        assertThat(new Lake(bucket).ids(ORDERS_0)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aLookAtManySchemasThatTakesTooLongIsGivenUp() {
        Run first = run(Faults.NONE);
        first.put(List.of(
                record(0, "x", Schema.INT64_SCHEMA, 7L),
                record(1, "y", Schema.INT64_SCHEMA, 7L),
                record(2, "d", Decimal.schema(2), new BigDecimal("1.25"))));
        Run slow = run(taking("list", Duration.ofSeconds(31)));

        assertThatExceptionOfType(RetriableException.class)
                .isThrownBy(() -> slow.task.put(List.of(record(3, "x", Schema.INT64_SCHEMA, 7L))))
                .withMessageContaining("taken too long");
    }

    private Faults taking(String slow, Duration time) {
        return (method, key) -> {
            if (method.equals(slow) && key.contains("/schemas/")) {
                clock.advance(time);
            }
            return Fault.NONE;
        };
    }

    private static SinkRecord later(SinkRecord record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                null,
                null,
                record.valueSchema(),
                record.value(),
                record.timestamp() + 1);
    }

    @Test
    void whereTheLogWasCompactedMeanwhileWhatWasStoredCounts() {
        SinkRecord wide = record(1, "y", Schema.INT64_SCHEMA, 7L);
        Run first = run(Faults.NONE);
        first.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L), wide));
        first.stop();
        Run again = run(Faults.NONE);

        // The record that has taught x is gone.
        again.put(List.of(wide, record(2, "x", Schema.STRING_SCHEMA, "text")));
        again.stop();

        assertThat(again.setAside()).containsExactly(2L);
        assertThat(new Lake(bucket).ids(ORDERS_0)).containsExactly(0L, 1L);
    }

    @Test
    void anObjectThatHoldsNoSchemaStopsTheTask() {
        Run first = run(Faults.NONE);
        first.put(List.of(record(0, "x", Schema.INT64_SCHEMA, 7L)));
        String key = bucket.objects().keySet().stream()
                .filter(name -> name.endsWith(".schema"))
                .findFirst()
                .orElseThrow();
        bucket.put(key, new byte[] {1}, Map.of());
        Run next = run(Faults.NONE);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> next.put(List.of(record(1, "x", Schema.INT64_SCHEMA, 7L))))
                .withMessageContaining(key)
                .withMessageContaining("cut off");
    }

    /** A task from its start to its end, or to its death. */
    private static final class Run {
        private final Bucket bucket;
        private final S3ParquetSinkTask task;
        private final RecordingContext context = new RecordingContext();

        Run(Bucket bucket, Map<String, String> changes, Supplier<Fault> faults) {
            this(bucket, changes, (method, key) -> faults.get());
        }

        Run(Bucket bucket, Map<String, String> changes, Faults faults) {
            this(bucket, changes, faults, new ManualClock());
        }

        Run(Bucket bucket, Map<String, String> changes, Faults faults, ManualClock clock) {
            this.bucket = bucket;
            task = Tasks.task(new InMemoryObjectStore(bucket, faults), new Inline(), 5 << 20, new Random(1), clock);
            Map<String, String> configuration = new HashMap<>(Map.of(
                    "name", "lake",
                    "s3.bucket.name", "bucket",
                    "partitioner.class", "HourlyPartitioner",
                    "timestamp.extractor", "Record",
                    "parquet.codec", "none",
                    "schema.compatibility", "BACKWARD",
                    "errors.tolerance", "all"));
            configuration.putAll(changes);
            task.initialize(context);
            task.start(configuration);
            task.open(List.of(ORDERS_0));
        }

        /** Delivers a batch as often as the task wants it; false where it wanted it too often. */
        boolean put(List<SinkRecord> batch) {
            for (int tries = 0; tries < 5; tries++) {
                try {
                    task.put(batch);
                    return true;
                } catch (RetriableException e) {
                    // The worker delivers the same batch again.
                }
            }
            return false;
        }

        long committable(long delivered) {
            var offset = task.preCommit(Map.of(ORDERS_0, new OffsetAndMetadata(delivered)))
                    .get(ORDERS_0);
            return offset == null ? 0 : offset.offset();
        }

        void stop() {
            task.close(List.of(ORDERS_0));
            task.stop();
        }

        Set<Long> setAside() {
            Set<Long> offsets = new TreeSet<>();
            context.errantRecords().forEach(record -> offsets.add(record.kafkaOffset()));
            return offsets;
        }
    }

    private Run run(Faults faults) {
        return new Run(bucket, Map.of(), faults, clock);
    }

    private static Fault fault(Random random) {
        return random.nextInt(6) > 0 ? Fault.NONE : random.nextBoolean() ? Fault.FAILS : Fault.REPLY_LOST;
    }

    private static int next(List<SinkRecord> records, long offset) {
        int next = 0;
        while (next < records.size() && records.get(next).kafkaOffset() < offset) {
            next++;
        }
        return next;
    }

    /** Numbers, decimals and texts that fit each other or do not, which of them depends on their order. */
    private static List<SinkRecord> records(Random random) {
        List<SinkRecord> records = new ArrayList<>();
        long offset = random.nextInt(3);
        for (int i = 20 + random.nextInt(30); i > 0; i--) {
            String field = random.nextInt(3) > 0 ? "x" : "y";
            BigDecimal decimal = new BigDecimal(random.nextBoolean() ? "12345.67" : "1.25");
            records.add(
                    switch (random.nextInt(10)) {
                        case 0 -> record(offset, field, Schema.STRING_SCHEMA, "text");
                        case 1 -> record(offset, field, Schema.FLOAT32_SCHEMA, 0.5f);
                        case 2 -> record(offset, field, Schema.FLOAT64_SCHEMA, 0.25);
                        case 3 -> record(offset, field, Schema.INT64_SCHEMA, 64L);
                        case 4 -> record(offset, "d", decimal("4"), decimal);
                        case 5 -> record(offset, "d", decimal("12"), decimal);
                        case 6 -> record(offset, "d", Decimal.schema(2), decimal);
                        case 7 -> record(offset, "d", Decimal.schema(4), decimal.setScale(4));
                        default -> record(offset, field, Schema.INT32_SCHEMA, 32);
                    });
            offset += 1 + (random.nextInt(6) == 0 ? random.nextInt(3) : 0);
        }
        return records.stream()
                .map(record -> record.newRecord(
                        record.topic(),
                        record.kafkaPartition(),
                        null,
                        null,
                        record.valueSchema(),
                        record.value(),
                        FIVE + (long) random.nextInt(3) * HOUR))
                .toList();
    }

    private static Schema decimal(String precision) {
        return Decimal.builder(2)
                .parameter("connect.decimal.precision", precision)
                .build();
    }

    private static SinkRecord record(long offset, String field, Schema type, Object value) {
        Schema schema = SchemaBuilder.struct()
                .name(field.equals("y") ? "Second" : "First")
                .field("id", Schema.INT64_SCHEMA)
                .field(field, type)
                .build();
        return Records.record(
                ORDERS_0,
                offset,
                FIVE,
                schema,
                new Struct(schema).put("id", offset).put(field, value));
    }
}
