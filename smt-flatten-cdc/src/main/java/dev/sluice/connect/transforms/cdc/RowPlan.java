// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
    private final Field[] slots;
    private final @Nullable DeletedMark mark;
    private final List<JsonPlace> jsonPlaces;
    private final Map<Set<String>, RowPlan> narrowed = new BoundedMap<>(FieldDrops.REMEMBERED);

    private RowPlan(Layout layout, List<Source> sources) {
        this.layout = layout;
        this.schema = schemaOf(layout, sources);
        this.sources = sources.toArray(Source[]::new);
        this.metadata = layout.metadata().toArray(MetadataValue[]::new);
        this.slots = schema.fields().stream().map(RowPlan::slot).toArray(Field[]::new);
        this.mark = layout.mark();
        this.jsonPlaces = jsonPlaces(schema, this.sources);
    }

    private static List<JsonPlace> jsonPlaces(Schema schema, Source[] sources) {
        List<JsonPlace> places = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            for (List<String> inside : sources[i].json()) {
                List<String> way = new ArrayList<>(sources[i].way());
                way.addAll(inside);
                places.add(new JsonPlace(schema.fields().get(i), inside, way));
            }
        }
        return List.copyOf(places);
    }

    private static Schema schemaOf(Layout layout, List<Source> sources) {
        SchemaBuilder builder = Schemas.copyOfStruct(layout.like());
        if (layout.optional()) {
            builder.optional();
        }
        for (Source source : sources) {
            boolean nullable =
                    layout.unavailable() == UnavailableMode.NULL && source.availability() != Availability.ALWAYS;
            builder.field(source.name(), nullable ? Schemas.optional(source.schema()) : source.schema());
        }
        if (layout.mark() != null) {
            builder.field(layout.mark().name(), layout.mark().schema());
        }
        layout.metadata().forEach(value -> builder.field(value.outputName(), value.schema()));
        return builder.build();
    }

    /**
     * One column of the row.
     *
     * @param way the names that lead to it in the source's row
     * @param path the way to the value in the struct that the row is copied from; null where that has none
     * @param json the ways, from the column on, to text in it that is to be expanded
     */
    record Source(
            String name,
            List<String> way,
            Schema schema,
            @Nullable SourcePath path,
            Conversion conversion,
            Availability availability,
            List<List<String>> json) {
        /** The name of the field in the source's row that it is, or is a part of. */
        String top() {
            return way.get(0);
        }

        /** The path as error messages name it. */
        String origin() {
            return String.join(".", way);
        }

        /** A column that keeps its nulls, of the struct that its leaf was found in. */
        static Source of(Flattener.Leaf leaf, UnavailableValue unavailable) {
            return new Source(
                    leaf.name(),
                    leaf.way(),
                    leaf.schema(),
                    SourcePath.keepingNulls(leaf.path()),
                    leaf.conversion(),
                    Availability.of(leaf.path(), leaf.source(), unavailable),
                    List.of());
        }

        /** A column that is always null. */
        static Source absent(Flattener.Leaf leaf) {
            return new Source(
                    leaf.name(),
                    leaf.way(),
                    Schemas.optional(leaf.schema()),
                    null,
                    Conversion.NONE,
                    Availability.ALWAYS,
                    List.of());
        }

        /** A column whose value is in the key. */
        static Source ofKey(Flattener.Leaf leaf, Flattener.Leaf inKey, UnavailableValue unavailable) {
            Schema schema = inKey.schema().isOptional() ? Schemas.optional(leaf.schema()) : leaf.schema();
            return ofKey(leaf, inKey, schema, unavailable);
        }

        /** A column whose value is in the key, under the key's own schema. */
        static Source ofKeyAsItIs(Flattener.Leaf leaf, Flattener.Leaf inKey, UnavailableValue unavailable) {
            Schema schema = leaf.schema().isOptional() ? Schemas.optional(inKey.schema()) : inKey.schema();
            return ofKey(leaf, inKey, schema, unavailable);
        }

        private static Source ofKey(
                Flattener.Leaf leaf, Flattener.Leaf inKey, Schema schema, UnavailableValue unavailable) {
            Source source = of(inKey, unavailable);
            return new Source(
                    leaf.name(), source.way, schema, source.path, source.conversion, source.availability, List.of());
        }

        /** The same column of a struct where another way leads to it. */
        Source at(List<Step> steps, boolean replaceNullWithDefault) {
            SourcePath at = replaceNullWithDefault ? SourcePath.withDefaults(steps) : SourcePath.keepingNulls(steps);
            return new Source(name, way, schema, at, conversion, availability, json);
        }

        /** The same column with JSON to be expanded at the end of these ways. */
        Source holdingJson(List<List<String>> places) {
            return new Source(name, way, schema, path, conversion, availability, places);
        }

        private Source named(String newName) {
            return new Source(newName, way, schema, path, conversion, availability, json);
        }
    }

    /**
     * What all rows of one envelope schema share.
     *
     * @param like gives the row its schema's name, version, doc and parameters
     * @param optional whether null is a value of that schema
     * @param mark null where rows are not marked
     * @param unavailable what stands in columns that the source did not send
     */
    record Layout(
            Schema like,
            boolean optional,
            List<MetadataValue> metadata,
            @Nullable DeletedMark mark,
            Naming naming,
            UnavailableMode unavailable) {
        /** The plain struct or key of a record, of which nothing is said beside it. */
        static Layout ofPart(Schema part, Naming naming) {
            return new Layout(part, part.isOptional(), List.of(), null, naming, UnavailableMode.KEEP);
        }

        private String remedy() {
            return mark == null && metadata.isEmpty()
                    ? ""
                    : ", another add.fields.prefix, a name of its own (add.fields=field:newName, deleted.field.name)";
        }

        private Layout with(List<MetadataValue> otherMetadata, @Nullable DeletedMark otherMark) {
            return new Layout(like, optional, otherMetadata, otherMark, naming, unavailable);
        }
    }

    /** @throws DataException if two values would get one name */
    static RowPlan of(Layout layout, List<Source> sources) {
        List<String> wanted = new ArrayList<>();
        List<String> origins = new ArrayList<>();
        for (Source source : sources) {
            wanted.add(source.name());
            origins.add(source.origin());
        }
        DeletedMark mark = layout.mark();
        if (mark != null) {
            wanted.add(mark.name());
            origins.add("the delete mode");
        }
        for (MetadataValue value : layout.metadata()) {
            wanted.add(value.outputName());
            origins.add(value.origin());
        }
        Iterator<String> names =
                layout.naming().resolve(wanted, origins, layout.remedy()).iterator();
        List<Source> keptSources = sources.stream()
                .map(source -> source.named(names.next()))
                .filter(source -> !source.name().isEmpty())
                .toList();
        String markName = mark == null ? "" : names.next();
        DeletedMark keptMark = mark == null || markName.isEmpty() ? null : new DeletedMark(markName, mark.asBoolean());
        List<MetadataValue> keptMetadata = layout.metadata().stream()
                .map(value -> value.named(names.next()))
                .filter(value -> !value.outputName().isEmpty())
                .toList();
        return new RowPlan(layout.with(keptMetadata, keptMark), keptSources);
    }

    Schema schema() {
        return schema;
    }

    /** Where there is JSON to be expanded. */
    List<JsonPlace> jsonPlaces() {
        return jsonPlaces;
    }

    /** The names of the columns that this field of the source's row became. */
    List<String> columnsOf(String top) {
        return Stream.of(sources)
                .filter(source -> source.top().equals(top))
                .map(Source::name)
                .toList();
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
        return of(layout.with(keptMetadata, keptMark), keptSources);
    }

    /**
     * @param image what the columns are read from; without it they are all null
     * @param before the row before the change, of the same schema; null where it is unknown
     * @throws DataException naming the column, if a value does not fit its schema
     */
    Row row(
            @Nullable Struct image,
            @Nullable Struct before,
            Struct envelope,
            ConnectRecord<?> record,
            boolean deleted) {
        Struct row = new Struct(schema);
        List<String> unavailable = List.of();
        int at = 0;
        try {
            for (Source source : sources) {
                Object value = source.path() == null ? null : source.path().read(image);
                if (image != null && source.availability().isMissing(value, image)) {
                    unavailable = unavailable.isEmpty() ? new ArrayList<>() : unavailable;
                    unavailable.add(source.name());
                    value = inPlaceOf(value, source, before);
                }
                Object converted = value == null ? null : source.conversion().convert(value);
                row.put(slots[at], Schemas.under(slots[at].schema(), converted));
                at++;
            }
            if (mark != null) {
                row.put(slots[at], mark.value(deleted));
                at++;
            }
            for (MetadataValue value : metadata) {
                row.put(slots[at], value.read(record, envelope));
                at++;
            }
        } catch (DataException e) {
            throw new DataException("field '" + origin(at) + "': " + e.getMessage(), e);
        }
        return new Row(schema, row, unavailable);
    }

    private @Nullable Object inPlaceOf(@Nullable Object placeholder, Source source, @Nullable Struct before) {
        return switch (layout.unavailable()) {
            case KEEP -> placeholder;
            case BEFORE -> {
                Object known = before == null || source.path() == null
                        ? null
                        : source.path().read(before);
                yield known == null || before == null || source.availability().isMissing(known, before)
                        ? placeholder
                        : known;
            }
            case NULL -> null;
            case FAIL -> throw Availability.refused();
        };
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
        int afterColumns = at - sources.length - (mark == null ? 0 : 1);
        return afterColumns < 0 ? schema.fields().get(at).name() : metadata[afterColumns].origin();
    }
}
