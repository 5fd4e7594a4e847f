// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How a flat row is copied out of an envelope: the schema it has, and for each of its fields where the value is. */
final class RowPlan {
    private final Layout layout;
    private final Schema schema;
    private final Source[] sources;
    private final MetadataValue[] metadata;
    private final Field[] fields;
    private final @Nullable DeletedMark mark;
    private final UnavailableColumns unavailable;
    private final Map<Set<String>, RowPlan> narrowed = new BoundedMap<>(FieldDrops.REMEMBERED);

    private RowPlan(Layout layout, Schema schema, List<Source> sources) {
        this.layout = layout;
        this.schema = schema;
        this.sources = sources.toArray(Source[]::new);
        this.metadata = layout.metadata().toArray(MetadataValue[]::new);
        this.fields = schema.fields().toArray(Field[]::new);
        this.mark = layout.mark();
        this.unavailable =
                UnavailableColumns.among(schema.fields().subList(0, sources.size()), layout.unavailableValue());
    }

    /**
     * One column of the row.
     *
     * @param top the name of the field in the source's row that it is, or is a part of
     * @param origin the path as error messages name it
     * @param path the way to the value in the struct that the row is copied from; null where that has none
     */
    record Source(
            String name,
            String top,
            String origin,
            Schema schema,
            @Nullable SourcePath path) {}

    /**
     * What all rows of one envelope schema share.
     *
     * @param like gives the row its schema's name, version, doc and parameters
     * @param mark null where rows are not marked
     */
    record Layout(
            Schema like,
            List<MetadataValue> metadata,
            @Nullable DeletedMark mark,
            UnavailableValue unavailableValue) {}

    /** @throws DataException if two values would get one name */
    static RowPlan of(Layout layout, List<Source> sources) {
        Columns columns = new Columns(layout.like());
        sources.forEach(source -> columns.add(source.name(), source.origin(), source.schema()));
        if (layout.mark() != null) {
            columns.add(layout.mark().name(), "the delete mode", layout.mark().schema());
        }
        layout.metadata().forEach(value -> columns.add(value.outputName(), value.origin(), value.schema()));
        return new RowPlan(layout, columns.build(), sources);
    }

    Schema schema() {
        return schema;
    }

    /** The plan for rows that lack those of these fields that may be dropped; a struct's name stands for all its columns. */
    RowPlan without(Set<String> names, FieldDrops drops) {
        return names.isEmpty() ? this : narrowed.computeIfAbsent(names, ignored -> narrow(names, drops));
    }

    private RowPlan narrow(Set<String> names, FieldDrops drops) {
        List<Source> keptSources = new ArrayList<>();
        for (Source source : sources) {
            boolean named = names.contains(source.name()) || names.contains(source.top());
            if (!(named && drops.mayDrop(source.schema()))) {
                keptSources.add(source);
            }
        }
        List<MetadataValue> keptMetadata = layout.metadata().stream()
                .filter(value -> !names.contains(value.outputName()))
                .toList();
        DeletedMark keptMark = mark == null || names.contains(mark.name()) ? null : mark;
        return of(new Layout(layout.like(), keptMetadata, keptMark, layout.unavailableValue()), keptSources);
    }

    /**
     * @param image what the columns are read from; without it they are all null
     * @throws DataException naming the column, if a value does not fit its schema
     */
    Row row(@Nullable Struct image, Struct envelope, ConnectRecord<?> record, boolean deleted) {
        Struct row = new Struct(schema);
        int at = 0;
        try {
            for (Source source : sources) {
                Object value = source.path() == null ? null : source.path().read(image);
                row.put(fields[at], Schemas.under(fields[at].schema(), value));
                at++;
            }
            if (mark != null) {
                row.put(fields[at], mark.value(deleted));
                at++;
            }
            for (MetadataValue value : metadata) {
                row.put(fields[at], value.read(record, envelope));
                at++;
            }
        } catch (DataException e) {
            throw new DataException("field '" + origin(at) + "' does not fit its schema: " + e.getMessage(), e);
        }
        return new Row(schema, row, unavailable.in(row));
    }

    private String origin(int at) {
        if (at < sources.length) {
            return sources[at].origin();
        }
        int afterColumns = at - sources.length - (mark == null ? 0 : 1);
        return afterColumns < 0 ? fields[at].name() : metadata[afterColumns].origin();
    }

    /** The fields of a row's schema as they are added, and who holds which name. */
    private static final class Columns {
        private final SchemaBuilder builder;
        private final Map<String, String> origins = new HashMap<>();

        Columns(Schema like) {
            builder = Schemas.copyOfStruct(like);
        }

        void add(String name, String origin, Schema schema) {
            String other = origins.putIfAbsent(name, origin);
            if (other != null) {
                throw new DataException("two values would become the field '" + name + "': " + other + " and " + origin
                        + ". Choose another delimiter, another add.fields.prefix, or a name of its own (add.fields="
                        + "field:newName, deleted.field.name)");
            }
            builder.field(name, schema);
        }

        Schema build() {
            return builder.build();
        }
    }
}
