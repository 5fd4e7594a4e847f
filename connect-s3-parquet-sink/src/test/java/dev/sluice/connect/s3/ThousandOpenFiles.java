// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.connect.s3.storage.Content;
import dev.sluice.connect.s3.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.example.data.Group;

/** The main program of a JVM with little memory: writes records of a thousand hours in turn, each of twenty columns. */
final class ThousandOpenFiles {
    private static final int HOURS = 1_000;
    private static final int COLUMNS = 20;
    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

    private ThousandOpenFiles() {}

    /** Arguments: how many records, and the memory budget. Prints how many records came out once, how many files, how many were open. */
    public static void main(String... arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        Reader reader = new Reader(count);
        S3ParquetSinkTask task = new S3ParquetSinkTask(new S3ParquetSinkTask.Environment(
                settings -> reader, S3ParquetSinkTask::plainCommitter, Clock.systemUTC()));
        task.initialize(new RecordingContext());
        task.start(Map.of(
                "name", "thousand",
                "s3.bucket.name", "bucket",
                "partitioner.class", "HourlyPartitioner",
                "timestamp.extractor", "Record",
                "shutdown.timeout.ms", "120000",
                "buffer.memory.bytes", arguments[1]));
        task.open(List.of(ORDERS_0));
        Schema schema = schema();
        List<SinkRecord> batch = new ArrayList<>();
        long open = 0;
        for (int id = 0; id < count; id++) {
            batch.add(Records.record(ORDERS_0, id, id % HOURS * 3_600_000L, schema, row(schema, id)));
            if (batch.size() == 500 || id == count - 1) {
                deliver(task, batch);
                batch.clear();
                open = Math.max(open, openFiles());
            }
        }
        task.close(List.of(ORDERS_0));
        task.stop();
        System.out.println(reader.once() + " " + reader.files.get() + " " + open);
    }

    private static void deliver(S3ParquetSinkTask task, List<SinkRecord> batch) {
        while (true) {
            try {
                task.put(List.copyOf(batch));
                return;
            } catch (RetriableException e) {
                // The uploads are waited for within.
            }
        }
    }

    private static long openFiles() throws Exception {
        return (long) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("dev.sluice:type=s3-parquet-sink,connector=thousand,task=0"), "open-files");
    }

    private static Schema schema() {
        SchemaBuilder schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
        for (int column = 1; column < COLUMNS; column++) {
            schema.field("c" + column, column % 2 == 0 ? Schema.INT64_SCHEMA : Schema.STRING_SCHEMA);
        }
        return schema.build();
    }

    private static Struct row(Schema schema, long id) {
        Struct row = new Struct(schema).put("id", id);
        for (int column = 1; column < COLUMNS; column++) {
            row.put("c" + column, column % 2 == 0 ? (Object) (id * column) : "text " + id * column % 9_973);
        }
        return row;
    }

    /** A store that reads what it is given, and keeps only which records were in it. */
    private static final class Reader implements ObjectStore {
        private final AtomicIntegerArray seen;
        private final AtomicLong files = new AtomicLong();

        Reader(int records) {
            seen = new AtomicIntegerArray(records);
        }

        int once() {
            int once = 0;
            for (int id = 0; id < seen.length(); id++) {
                once += seen.get(id) == 1 ? 1 : 0;
            }
            return once;
        }

        @Override
        public Creation createExclusive(String key, Content content, Map<String, String> userMetadata) {
            try (var in = content.open()) {
                for (Group row : ParquetRows.read(in.readAllBytes())) {
                    seen.incrementAndGet(Math.toIntExact(row.getLong("id", 0)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            files.incrementAndGet();
            return Creation.CREATED;
        }

        @Override
        public Page list(String prefix, String token) {
            return new Page(List.of(), null);
        }

        @Override
        public Optional<Map<String, String>> metadata(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> read(String key) {
            return Optional.empty();
        }

        @Override
        public Upload startUpload(String key, Map<String, String> userMetadata) {
            throw new UnsupportedOperationException("no file is that large");
        }

        @Override
        public Part uploadPart(Upload upload, int number, Content content) {
            throw new UnsupportedOperationException("no file is that large");
        }

        @Override
        public Creation completeExclusive(Upload upload, List<Part> parts) {
            throw new UnsupportedOperationException("no file is that large");
        }

        @Override
        public void abort(Upload upload) {
            throw new UnsupportedOperationException("no file is that large");
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
