// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.commons.Fingerprint;
import dev.sluice.connect.s3.format.RowEncoder;
import dev.sluice.connect.s3.format.RowFile;
import dev.sluice.connect.s3.row.Row;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Schema;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes rows of one schema as Parquet records. */
final class RecordEncoder implements RowEncoder {
    private final MessageType type;
    private final RowWriters rows;
    private final ParquetSettings settings;

    private RecordEncoder(MessageType type, RowWriters rows, ParquetSettings settings) {
        this.type = type;
        this.rows = rows;
        this.settings = settings;
    }

    /** @throws org.apache.kafka.connect.errors.DataException naming the field whose schema cannot be written */
    static RecordEncoder compile(Schema row, ParquetSettings settings) {
        List<Column> columns = new Columns(settings.types()).fields(row);
        var type = new MessageType("record", columns.stream().map(Column::type).toArray(Type[]::new));
        return new RecordEncoder(type, new RowWriters(row, columns), settings);
    }

    @Override
    public void check(Row row) {
        rows.check(row);
    }

    @Override
    public RowFile begin() {
        return new ParquetFile(this, settings);
    }

    MessageType type() {
        return type;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(type.toString());
    }

    WriteSupport<Row> writeSupport() {
        return new Support();
    }

    private final class Support extends WriteSupport<Row> {
        private @Nullable RecordConsumer out;

        // The abstract method of a type that is not there at run time; the writer asks for the one below.
        @Override
        @Deprecated
        public WriteContext init(Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        private WriteContext context() {
            return new WriteContext(type, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            out = recordConsumer;
        }

        @Override
        public void write(Row row) {
            RecordConsumer consumer = Objects.requireNonNull(out, "prepareForWrite comes first");
            consumer.startMessage();
            rows.write(consumer, row);
            consumer.endMessage();
        }

        @Override
        public String getName() {
            return "sluice";
        }
    }
}
