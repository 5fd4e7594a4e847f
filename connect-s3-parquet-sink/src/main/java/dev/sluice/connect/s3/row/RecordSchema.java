// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The schemas of a record's key and value, and what rows come of it. Immutable, and compared by identity. */
public final class RecordSchema {
    private final RowLayout layout;
    private final @Nullable Source key;
    private final @Nullable Source value;
    private final Schema row;

    /**
     * A key or a value.
     *
     * @param schema reduced; or, where the records bring none, what {@link Shape} found
     */
    record Source(Schema schema, boolean isSchemaless) {}

    /** @throws DataException if there is no such row; names the field */
    RecordSchema(RowLayout layout, @Nullable Source key, @Nullable Source value) {
        this.layout = layout;
        this.key = key;
        this.value = value;
        this.row = rowSchema();
    }

    /** The columns that such records have, as a struct; none as long as values without a schema have shown none. */
    public Schema row() {
        return row;
    }

    /** True where more may be known about the columns once further records have been seen. */
    public boolean isTentative() {
        return value == null || isInferred();
    }

    /** True where the columns are found out from values. */
    public boolean isInferred() {
        return (value != null && value.isSchemaless()) || (key != null && key.isSchemaless());
    }

    /** Whether a file of that schema can hold such records. */
    public boolean fitsInto(Schema file) {
        try {
            return SchemaUnion.of(file, row).equals(file);
        } catch (IncompatibleSchemasException e) {
            return false;
        }
    }

    /**
     * The narrowest schema of a file for such records and those that it holds already.
     *
     * @throws IncompatibleSchemasException if there is none
     */
    public Schema unitedWith(Schema file) {
        Schema union = SchemaUnion.of(file, row);
        boolean tooWide =
                union.fields().size() > Shape.MAX_FIELDS + layout.columns().size();
        if (tooWide && value != null && value.isSchemaless()) {
            throw new IncompatibleSchemasException(
                    "values without a schema have had more than " + Shape.MAX_FIELDS + " different fields");
        }
        return union;
    }

    private Schema rowSchema() {
        SchemaBuilder columns = SchemaBuilder.struct();
        layout.columns().forEach((part, name) -> {
            Schema schema = part == RecordPart.KEY ? keySchema() : part.schema();
            if (schema != null) {
                columns.field(name, schema);
            }
        });
        if (value != null) {
            ColumnSchemas.named(columns, value.schema().name());
            value.schema().fields().stream()
                    .filter(field -> !layout.leftOut().contains(field.name()))
                    .forEach(field -> add(columns, field));
        }
        // Values without a schema may get columns later.
        if (columns.fields().isEmpty() && value != null && !value.isSchemaless()) {
            throw new DataException("the value has no field that could be a column");
        }
        return columns.build();
    }

    private void add(SchemaBuilder columns, Field field) {
        layout.columns().forEach((part, name) -> {
            if (name.equals(field.name())) {
                throw layout.collision(part);
            }
        });
        Object unused = columns.field(
                field.name(), layout.rowsWithoutValue() ? ColumnSchemas.optional(field.schema()) : field.schema());
    }

    private @Nullable Schema keySchema() {
        return key == null ? null : ColumnSchemas.optional(key.schema());
    }

    /**
     * How such records become rows of a file.
     *
     * @param file a schema that holds this one's rows, see {@link SchemaUnion}
     */
    public Projection onto(Schema file) {
        return new Projection(file.fields().stream().map(this::cell).toArray(Cell[]::new));
    }

    private Cell cell(Field column) {
        for (Map.Entry<RecordPart, String> entry : layout.columns().entrySet()) {
            if (entry.getValue().equals(column.name())) {
                RecordPart part = entry.getKey();
                return part == RecordPart.KEY ? keyCell(column) : part::read;
            }
        }
        Field source = value == null ? null : value.schema().field(column.name());
        if (value == null || source == null) {
            Object standIn = column.schema().defaultValue();
            return record -> standIn;
        }
        Conversion widening = Conversion.between(source.schema(), column.schema());
        if (value.isSchemaless()) {
            Conversion typing = Conversion.ofSchemaless(source.schema());
            return record -> Conversion.convert(
                    widening, Conversion.convert(typing, ((Map<?, ?>) record.value()).get(source.name())));
        }
        if (widening == null) {
            return record -> ((Struct) record.value()).get(source);
        }
        return record -> convert(widening, ((Struct) record.value()).get(source), column);
    }

    private Cell keyCell(Field column) {
        if (key == null) {
            return record -> null;
        }
        Conversion widening = Conversion.between(key.schema(), column.schema());
        if (key.isSchemaless()) {
            Conversion typing = Conversion.ofSchemaless(key.schema());
            return record -> Conversion.convert(widening, Conversion.convert(typing, record.key()));
        }
        return widening == null ? record -> record.key() : record -> convert(widening, record.key(), column);
    }

    private static @Nullable Object convert(Conversion conversion, @Nullable Object value, Field column) {
        try {
            return Conversion.convert(conversion, value);
        } catch (DataException e) {
            // A struct that was made under a laxer schema.
            throw new DataException("field '" + column.name() + "': a value within it does not match its schema", e);
        }
    }
}
