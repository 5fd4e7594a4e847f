// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How a flat row is copied out of an envelope: the schema it has, and for each of its fields where the value is. */
final class RowPlan {
    /** With the mark of {@link DeleteMode#marksRows}: an optional STRING, {@code "true"} or {@code "false"}, as Debezium has it. */
    static final String DELETED = "__deleted";

    private final Schema schema;
    private final Source[] sources;
    private final MetadataValue[] metadata;
    private final Field[] slots;
    private final boolean marked;

    private RowPlan(Schema schema, List<Source> sources, List<MetadataValue> metadata, boolean marked) {
        this.schema = schema;
        this.sources = sources.toArray(Source[]::new);
        this.metadata = metadata.toArray(MetadataValue[]::new);
        this.slots = schema.fields().stream().map(RowPlan::slot).toArray(Field[]::new);
        this.marked = marked;
    }

    /**
     * One column of the row.
     *
     * @param origin the path as error messages name it
     * @param path the way to the value in the struct that the row is copied from; null where that has none
     */
    record Source(
            String name,
            String origin,
            Schema schema,
            @Nullable SourcePath path) {}

    /**
     * @param like gives the row its schema's name, version, doc and parameters
     * @throws DataException if two values would get one name
     */
    static RowPlan of(Schema like, List<Source> sources, List<MetadataValue> metadata, boolean marked) {
        Columns columns = new Columns(like);
        sources.forEach(source -> columns.add(source.name(), source.origin(), source.schema()));
        if (marked) {
            columns.add(DELETED, "the delete mode", Schema.OPTIONAL_STRING_SCHEMA);
        }
        metadata.forEach(value -> columns.add(value.outputName(), value.origin(), value.schema()));
        return new RowPlan(columns.build(), sources, metadata, marked);
    }

    Schema schema() {
        return schema;
    }

    /**
     * @param image what the columns are read from; without it they are all null
     * @throws DataException naming the column, if a value does not fit its schema
     */
    Struct row(@Nullable Struct image, Struct envelope, ConnectRecord<?> record, boolean deleted) {
        Struct row = new Struct(schema);
        int at = 0;
        try {
            for (Source source : sources) {
                Object value = source.path() == null ? null : source.path().read(image);
                row.put(slots[at], Schemas.under(slots[at].schema(), value));
                at++;
            }
            if (marked) {
                row.put(slots[at], deleted ? "true" : "false");
                at++;
            }
            for (MetadataValue value : metadata) {
                row.put(slots[at], value.read(record, envelope));
                at++;
            }
        } catch (DataException e) {
            throw new DataException("field '" + origin(at) + "' does not fit its schema: " + e.getMessage(), e);
        }
        return row;
    }

    /**
     * Where {@code Struct.put} is to put a value. From Kafka 3.9 on it composes the text of its complaint, with the field's name, before it
     * has looked at the value: nearly all that a row would allocate. A field without a name spares that, and {@link #row} names
     * the column better.
     */
    private static Field slot(Field field) {
        return new Field(null, field.index(), field.schema());
    }

    private String origin(int at) {
        if (at < sources.length) {
            return sources[at].origin();
        }
        int afterColumns = at - sources.length - (marked ? 1 : 0);
        return afterColumns < 0 ? DELETED : metadata[afterColumns].origin();
    }

    /** The fields of a row's schema as they are added, and who holds which name. */
    private static final class Columns {
        private final SchemaBuilder builder = SchemaBuilder.struct();
        private final Map<String, String> origins = new HashMap<>();

        Columns(Schema like) {
            builder.name(like.name()).version(like.version()).doc(like.doc());
            if (like.parameters() != null) {
                builder.parameters(like.parameters());
            }
        }

        void add(String name, String origin, Schema schema) {
            String other = origins.putIfAbsent(name, origin);
            if (other != null) {
                throw new DataException("two values would become the field '" + name + "': " + other + " and " + origin
                        + ". Choose another delimiter, another add.fields.prefix, or a name of its own (add.fields="
                        + "field:newName)");
            }
            builder.field(name, schema);
        }

        Schema build() {
            return builder.build();
        }
    }
}
