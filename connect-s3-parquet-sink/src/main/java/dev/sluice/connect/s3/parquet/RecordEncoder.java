// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import dev.sluice.connect.commons.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes the values of one Connect schema as Parquet records. Compiled once a schema, and used for all its files. */
public final class RecordEncoder {
    private final Schema schema;
    private final MessageType type;
    private final FieldWriters fields;
    private @Nullable Schema lastEqual;

    private RecordEncoder(Schema schema, MessageType type, FieldWriters fields) {
        this.schema = schema;
        this.type = type;
        this.fields = fields;
    }

    /** @throws DataException naming the field whose schema cannot be written */
    public static RecordEncoder compile(Schema schema) {
        if (schema.type() != Schema.Type.STRUCT) {
            throw new DataException("the value is a " + schema.type()
                    + "; Parquet files are made of structs. Wrap it with" + " the transform HoistField$Value");
        }
        var columns = new Columns();
        List<Column> compiled = columns.fields(schema);
        var type = new MessageType("record", compiled.stream().map(Column::type).toArray(Type[]::new));
        return new RecordEncoder(schema, type, columns.fieldWriters(schema, compiled));
    }

    /** True where values of the other schema may be written by this encoder. */
    public boolean accepts(Schema other) {
        if (other == schema || other == lastEqual) {
            return true;
        }
        if (!schema.equals(other)) {
            return false;
        }
        // Some converters make the schema anew for each record or each batch: comparing once is enough for a while.
        lastEqual = other;
        return true;
    }

    /**
     * Finds out whether a value can be written.
     *
     * @throws DataException naming the field that cannot; never with a value
     */
    public void check(Struct value) {
        fields.check(value);
    }

    public MessageType type() {
        return type;
    }

    /** The same for equal Parquet schemas, in every process. */
    public String fingerprint() {
        return Fingerprint.of(type.toString());
    }

    WriteSupport<Struct> writeSupport() {
        return new Support();
    }

    private final class Support extends WriteSupport<Struct> {
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
        public void write(Struct value) {
            RecordConsumer consumer = Objects.requireNonNull(out, "prepareForWrite comes first");
            consumer.startMessage();
            fields.write(consumer, value);
            consumer.endMessage();
        }

        @Override
        public String getName() {
            return "sluice";
        }
    }
}
