// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.avro.AvroRows;
import dev.sluice.connect.s3.commit.Inline;
import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.connect.s3.storage.InMemoryObjectStore;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Bucket;
import dev.sluice.connect.s3.storage.InMemoryObjectStore.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What a task makes of a configuration and of records, in each format. */
class FileContentsTest {
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final Instant FIVE = Instant.parse("2026-11-20T05:00:00Z");
    private static final String DIRECTORY = "topics/orders/year=2026/month=11/day=20/hour=05/";

    private final Bucket bucket = new Bucket();
    private final RecordingContext context = new RecordingContext();

    @Test
    void jsonLines() {
        put(Map.of("format.class", "json", "columns.offset", "__offset"), record(0), record(1));

        assertThat(new String(file("orders+0+0000000000.json"), StandardCharsets.UTF_8))
                .isEqualTo("{\"__offset\":0,\"id\":0}\n{\"__offset\":1,\"id\":1}\n");
    }

    @Test
    void avro() {
        put(Map.of("format.class", "avro", "avro.codec", "deflate"), record(0), record(1));

        assertThat(AvroRows.read(file("orders+0+0000000000.avro")))
                .extracting(row -> row.get("id"))
                .containsExactly(0L, 1L);
    }

    @Test
    void valuesWithoutASchemaAsParquet() {
        put(Map.of(), schemaless(0, Map.of("id", 0L)), schemaless(1, Map.of("id", 1L, "note", "n")));

        assertThat(ParquetRows.schema(file("orders+0+0000000000.snappy.parquet"))
                        .getFields())
                .extracting(field -> field.getName())
                .containsExactly("id", "note");
    }

    @Test
    void aChainGoesOnUnderAnotherFormat() {
        put(Map.of("format.class", "json"), record(0), record(1));
        put(Map.of("format.class", "avro"), record(0), record(1), record(2), record(3));

        assertThat(AvroRows.read(file("orders+0+0000000002.avro")))
                .extracting(row -> row.get("id"))
                .containsExactly(2L, 3L);
        assertThat(files()).hasSize(2);
    }

    @Test
    void tombstonesAreRowsWithTheirKey() {
        put(
                Map.of("behavior.on.null.values", "write", "store.kafka.keys", "true"),
                keyed("kept", record(0)),
                keyed("gone", Records.tombstone(ORDERS_0, 1, FIVE)));

        var rows = ParquetRows.read(file("orders+0+0000000000.snappy.parquet"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).getLong("id", 0)).isZero();
        assertThat(rows.get(1).getString("__key", 0)).isEqualTo("gone");
        assertThat(rows.get(1).getFieldRepetitionCount("id")).isZero();
    }

    @Test
    void skippedTombstonesAreReportedWhereBadRecordsGo() {
        SinkRecord tombstone = Records.tombstone(ORDERS_0, 1, FIVE);

        put(Map.of("behavior.on.null.values", "ignore", "errors.tolerance", "all"), record(0), tombstone, record(2));

        assertThat(context.errantRecords()).containsExactly(tombstone);
        assertThat(context.storedReports()).isEqualTo(1);
    }

    @Test
    void skippedTombstonesStopNothingWhereBadRecordsAreNotTolerated() {
        put(Map.of("behavior.on.null.values", "ignore"), record(0), Records.tombstone(ORDERS_0, 1, FIVE), record(2));

        assertThat(context.errantRecords()).isEmpty();
        assertThat(files()).hasSize(1);
    }

    @Test
    void anIncompatibleRecordIsABadRecordWhereCompatibilityIsAskedFor() {
        Schema text = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        SinkRecord incompatible =
                Records.record(ORDERS_0, 1, FIVE.toEpochMilli(), text, new Struct(text).put("id", "secret"));

        put(Map.of("schema.compatibility", "BACKWARD", "errors.tolerance", "all"), record(0), incompatible, record(2));

        assertThat(context.errantRecords()).containsExactly(incompatible);
        assertThat(ParquetRows.read(file("orders+0+0000000000.snappy.parquet"))).hasSize(2);
    }

    @Test
    void anotherFormatMeasuresRecordsByItsOwn() {
        Schema dashed =
                SchemaBuilder.struct().field("unit-price", Schema.INT64_SCHEMA).build();
        Schema plain =
                SchemaBuilder.struct().field("price", Schema.INT64_SCHEMA).build();
        Map<String, String> changes = Map.of("schema.compatibility", "FULL", "errors.tolerance", "all");
        put(changes, priced(0, dashed), priced(1, dashed));

        Map<String, String> asAvro = new HashMap<>(changes);
        asAvro.put("format.class", "avro");
        put(asAvro, priced(2, plain), priced(3, plain));

        assertThat(context.errantRecords()).isEmpty();
        assertThat(AvroRows.read(file("orders+0+0000000002.avro")))
                .extracting(row -> row.get("price"))
                .containsExactly(2L, 3L);
    }

    @Test
    void anotherCodecMeasuresRecordsByWhatWasStored() {
        Map<String, String> changes = Map.of("schema.compatibility", "FULL", "errors.tolerance", "all");
        put(changes, record(0), record(1));

        Map<String, String> compressed = new HashMap<>(changes);
        compressed.put("parquet.codec", "zstd");
        SinkRecord text = named(null, "id", Schema.STRING_SCHEMA, "secret", 2);
        put(compressed, text);

        assertThat(context.errantRecords()).containsExactly(text);
    }

    private static SinkRecord priced(long offset, Schema schema) {
        Struct value = new Struct(schema).put(schema.fields().get(0), offset);
        return Records.record(ORDERS_0, offset, FIVE.toEpochMilli(), schema, value);
    }

    @Test
    void kindsOfRecordsWithDirectoriesOfTheirOwnShareNeitherFilesNorColumns() {
        put(
                Map.of("s3.schema.partition.affix.type", "SUFFIX", "schema.compatibility", "BACKWARD"),
                named("Placed", "amount", Schema.INT64_SCHEMA, 7L, 0),
                named("Shipped", "amount", Schema.STRING_SCHEMA, "none", 1),
                named("Placed", "amount", Schema.INT64_SCHEMA, 8L, 2),
                named("Shipped", "carrier", Schema.STRING_SCHEMA, "post", 3));

        assertThat(files().keySet())
                .containsExactly(
                        "schema_name=Placed/orders+0+0000000000.snappy.parquet",
                        "schema_name=Shipped/orders+0+0000000001.snappy.parquet");
        assertThat(ParquetRows.read(file("schema_name=Placed/orders+0+0000000000.snappy.parquet")))
                .extracting(row -> row.getLong("amount", 0))
                .containsExactly(7L, 8L);
        assertThat(context.errantRecords()).isEmpty();
    }

    /** Each call is a task of its own, whose files close at two records. */
    private void put(Map<String, String> changes, SinkRecord... records) {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "name", "lake",
                "s3.bucket.name", "bucket",
                "partitioner.class", "HourlyPartitioner",
                "timestamp.extractor", "Record",
                "flush.size", "2"));
        configuration.putAll(changes);
        S3ParquetSinkTask task = Tasks.task(
                new InMemoryObjectStore(bucket, Faults.NONE), new Inline(), 5 << 20, new Random(1), new ManualClock());
        task.initialize(context);
        task.start(configuration);
        task.open(List.of(ORDERS_0));
        task.put(List.of(records));
    }

    private static SinkRecord record(long offset) {
        return Records.record(ORDERS_0, offset, FIVE);
    }

    private static SinkRecord named(String schema, String field, Schema type, Object value, long offset) {
        Schema built = SchemaBuilder.struct().name(schema).field(field, type).build();
        return Records.record(ORDERS_0, offset, FIVE.toEpochMilli(), built, new Struct(built).put(field, value));
    }

    private static SinkRecord keyed(String key, SinkRecord record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                Schema.STRING_SCHEMA,
                key,
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    private static SinkRecord schemaless(long offset, Map<String, Object> value) {
        return Records.record(ORDERS_0, offset, FIVE.toEpochMilli(), null, value);
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        bucket.objects().forEach((key, object) -> {
            if (key.startsWith(DIRECTORY)) {
                files.put(key.substring(DIRECTORY.length()), object.bytes());
            }
        });
        return files;
    }

    private byte[] file(String name) {
        assertThat(files()).containsKey(name);
        return files().get(name);
    }
}
