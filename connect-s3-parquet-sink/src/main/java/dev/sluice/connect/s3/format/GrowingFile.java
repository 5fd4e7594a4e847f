// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.Projection;
import dev.sluice.connect.s3.row.RecordSchema;
import dev.sluice.connect.s3.row.Row;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.util.Objects;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A file that takes every record whose schema its own holds. */
final class GrowingFile implements DataFile {
    private final TopicSchemas topic;
    private @Nullable WaitingRecords waiting;
    private @Nullable FileSchema schema;
    private @Nullable RowFile file;
    private @Nullable RecordSchema lastSchema;
    private @Nullable Projection lastProjection;
    /** The row that was found to fit, and is probably written next. */
    private @Nullable Row fitting;

    /** @throws org.apache.kafka.connect.errors.DataException if no file can hold the first record */
    GrowingFile(TopicSchemas topic, SinkRecord first) {
        this.topic = topic;
        RecordSchema firstSchema = topic.schemaOf(first);
        FileSchema begun = topic.forFileWith(firstSchema, first);
        if (firstSchema.isTentative()) {
            waiting = new WaitingRecords(topic, first, firstSchema, begun);
        } else {
            Object unused = begin(begun);
        }
    }

    @Override
    public boolean fits(SinkRecord record) {
        if (waiting != null) {
            return waiting.fits(record);
        }
        FileSchema own = Objects.requireNonNull(schema);
        RecordSchema records = topic.schemaOf(record);
        if (topic.judge(own, records, record)) {
            return own.holds(records, record);
        }
        Projection projection = projection(own, records);
        if (projection == null) {
            // Before this file closes, it must be clear that the next one can hold the record.
            FileSchema unused = topic.forFileWith(records, record);
            return false;
        }
        Row row = projection.row(record);
        own.encoder().check(row);
        topic.learn();
        fitting = row;
        return true;
    }

    @Override
    public void write(SinkRecord record) {
        if (waiting == null) {
            Row row = fitting;
            if (row == null || !row.isOf(record)) {
                row = Objects.requireNonNull(
                                projection(Objects.requireNonNull(schema), topic.schemaOf(record)), "the record fits")
                        .row(record);
            }
            fitting = null;
            Objects.requireNonNull(file).write(row);
        } else {
            waiting.add(record);
            if (waiting.isDecided()) {
                decide(waiting);
            }
        }
    }

    @Override
    public long estimatedBytes() {
        return waiting == null ? Objects.requireNonNull(file).estimatedBytes() : waiting.bytes();
    }

    @Override
    public long heldBytes() {
        return waiting == null ? Objects.requireNonNull(file).heldBytes() : waiting.bytes();
    }

    @Override
    public boolean endRowGroup() {
        return file != null && file.endRowGroup();
    }

    @Override
    public String schemaFingerprint() {
        decideNow();
        return Objects.requireNonNull(schema).encoder().fingerprint();
    }

    @Override
    public ByteChunks close() {
        decideNow();
        return Objects.requireNonNull(file).close();
    }

    private @Nullable Projection projection(FileSchema own, RecordSchema records) {
        if (records != lastSchema) {
            lastSchema = records;
            lastProjection = own.projection(records);
        }
        return lastProjection;
    }

    private void decideNow() {
        if (waiting != null) {
            decide(waiting);
        }
    }

    private void decide(WaitingRecords records) {
        waiting = null;
        records.writeTo(begin(records.schema()));
    }

    private RowFile begin(FileSchema decided) {
        RowFile begun = decided.encoder().begin();
        schema = decided;
        file = begun;
        return begun;
    }
}
