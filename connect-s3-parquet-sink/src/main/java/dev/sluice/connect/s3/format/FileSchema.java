// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import dev.sluice.connect.s3.row.Projection;
import dev.sluice.connect.s3.row.RecordSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The schema of a file, what writes it, and how records of several schemas become its rows. */
final class FileSchema {
    private static final int REMEMBERED = 512;

    /** Stands in a file whose records have shown no column; files have at least one. It is part of no other schema. */
    private static final Schema NO_COLUMNS = SchemaBuilder.struct()
            .field("__empty", Schema.OPTIONAL_BOOLEAN_SCHEMA)
            .build();

    private final RowFormat format;
    private final Schema schema;
    private final Schema written;
    private final RowEncoder encoder;
    private final Map<RecordSchema, Optional<Projection>> projections = new HashMap<>();

    /** @throws DataException naming the field whose schema cannot be written */
    FileSchema(RowFormat format, Schema schema) {
        this.format = format;
        this.schema = schema;
        this.written = schema.fields().isEmpty() ? NO_COLUMNS : schema;
        this.encoder = format.encoder(written);
    }

    /** Reduced. */
    Schema schema() {
        return schema;
    }

    RowEncoder encoder() {
        return encoder;
    }

    /** How such records become rows of this schema; null where they do not. */
    @Nullable Projection projection(RecordSchema records) {
        Optional<Projection> known = projections.get(records);
        if (known == null) {
            known = records.fitsInto(schema) ? Optional.of(records.onto(written)) : Optional.empty();
            if (projections.size() >= REMEMBERED) {
                projections.clear();
            }
            projections.put(records, known);
        }
        return known.orElse(null);
    }

    /**
     * Finds out whether a record of a schema that fits can be written.
     *
     * @throws DataException naming the field that cannot; never with a value
     */
    void check(RecordSchema records, SinkRecord record) {
        Projection projection = projection(records);
        if (projection == null) {
            throw new IllegalArgumentException("the record does not fit the schema");
        }
        encoder.check(projection.row(record));
    }

    /** Whether a record can be written under this schema, if it can be under a wider one. */
    boolean holds(RecordSchema records, SinkRecord record) {
        try {
            if (projection(records) == null) {
                return false;
            }
            check(records, record);
            return true;
        } catch (DataException e) {
            return false;
        }
    }

    /**
     * A schema that holds such records besides.
     *
     * @throws DataException if there is none that can be written
     */
    FileSchema including(RecordSchema records) {
        return new FileSchema(format, records.unitedWith(schema));
    }
}
