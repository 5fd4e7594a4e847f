// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the columns of a row that hold JSON text by what the text says.
 *
 * <p>An inferred schema for each record would make a sink of files begin a new one for each. So the schema of a topic only widens, and
 * settles when all members were seen; where types do not go together it widens to JSON text, which takes the place of columns. It begins
 * anew with the task.
 */
final class JsonExpander {
    private static final Logger log = LoggerFactory.getLogger(JsonExpander.class);
    private static final Schema TEXTS = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();

    private final JsonSettings settings;
    private final FlattenSettings flattening;
    private final UnavailableValue unavailable;
    private final Map<Place, JsonShape> known = new HashMap<>();
    private final Map<At, Expansion> expansions;

    JsonExpander(JsonSettings settings, FlattenSettings flattening, UnavailableValue unavailable, int schemaCacheSize) {
        this.settings = settings;
        this.flattening = flattening;
        this.unavailable = unavailable;
        this.expansions = new BoundedMap<>(schemaCacheSize);
    }

    private record Place(String topic, String slot) {}

    private record At(String topic, Schema row) {}

    /** Where the value of a column of the new row is. */
    @FunctionalInterface
    private interface Reader {
        @Nullable Object read(Struct row, Struct json);

        static Reader ofRow(Field field) {
            return (row, json) -> row.getWithoutDefault(field.name());
        }

        static Reader ofStruct(Field field, JsonStruct struct) {
            return (row, json) -> struct.copy(row.getWithoutDefault(field.name()), json);
        }

        static Reader ofJson(Flattener.Leaf leaf) {
            SourcePath path = SourcePath.keepingNulls(leaf.path());
            return (row, json) -> {
                Object value = path.read(json);
                return value == null ? null : leaf.conversion().convert(value);
            };
        }
    }

    /** A column of the new row. */
    private record Slot(Field target, Reader reader) {}

    /**
     * What would be a column, before its name is certain.
     *
     * @param origin what it is, for messages
     * @param of the column of the old row that it is, or is a part of
     */
    private record Candidate(String name, String origin, Schema schema, Reader reader, Field of) {}

    /**
     * How rows of one schema are expanded while the shapes of their JSON are these.
     *
     * @param names of the columns that each column of the old row became
     */
    private record Expansion(
            List<JsonShape> shapes, Schema expanded, Schema schema, List<Slot> slots, Map<String, List<String>> names) {
        /** The columns that these became: a sink must not write any of them. */
        List<String> namesOf(List<String> old) {
            return old.stream()
                    .flatMap(name -> names.getOrDefault(name, List.of()).stream())
                    .toList();
        }
    }

    /** @param places where in the row there is JSON */
    Row expand(String topic, Row row, List<JsonPlace> places) {
        if (places.isEmpty() || !(row.value() instanceof Struct old)) {
            return row;
        }
        List<@Nullable Object> values = new ArrayList<>();
        List<JsonShape> shapes = new ArrayList<>();
        for (JsonPlace place : places) {
            Object value = parsed(place, old, row.unavailable());
            values.add(value);
            shapes.add(settings.mode() == JsonMode.MAP ? JsonShape.UNKNOWN : shape(topic, place, value));
        }
        At at = new At(topic, old.schema());
        Expansion planned = expansions.get(at);
        boolean isNew = planned == null || !planned.shapes().equals(shapes);
        Expansion expansion = planned == null || isNew ? plan(old.schema(), places, shapes) : planned;
        Struct expanded = copy(old, json(expansion, values, places), expansion);
        if (isNew) {
            // Only now: what a refused record holds must not be in the way of those behind it.
            expansions.put(at, expansion);
            remember(topic, places, shapes);
        }
        List<String> missing = row.unavailable().isEmpty() ? List.of() : expansion.namesOf(row.unavailable());
        return new Row(expansion.schema(), expanded, missing);
    }

    private @Nullable Object parsed(JsonPlace place, Struct row, List<String> missing) {
        String text = place.read(row);
        // A placeholder is no JSON; the header says that it stood there.
        boolean isMissing = text != null && missing.contains(place.column().name()) && unavailable.isPlain(text);
        return text == null || isMissing ? null : parsed(place.origin(), text);
    }

    static @Nullable Object parsed(String name, String text) {
        try {
            return JsonParser.parse(text);
        } catch (DataException e) {
            throw new DataException("field '" + name + "': " + e.getMessage(), e);
        }
    }

    private JsonShape shape(String topic, JsonPlace place, @Nullable Object value) {
        Optional<JsonShape> given = settings.schema().givenAt(place.way());
        if (given.isPresent()) {
            return given.get();
        }
        JsonShape now = JsonShape.of(value);
        return grows(place)
                ? known.getOrDefault(new Place(topic, place.slot()), JsonShape.UNKNOWN)
                        .union(now)
                : now;
    }

    private boolean grows(JsonPlace place) {
        return settings.mode() == JsonMode.EXPAND
                && settings.schema().mode() == JsonSchemaMode.GROW
                && settings.schema().givenAt(place.way()).isEmpty();
    }

    private void remember(String topic, List<JsonPlace> places, List<JsonShape> shapes) {
        for (int i = 0; i < shapes.size(); i++) {
            if (grows(places.get(i))) {
                JsonShape before = known.put(new Place(topic, places.get(i).slot()), shapes.get(i));
                warnOfCollapse(topic, places.get(i), before == null ? JsonShape.UNKNOWN : before, shapes.get(i));
            }
        }
    }

    /** Once for each place, for text stays text. */
    private static void warnOfCollapse(String topic, JsonPlace place, JsonShape before, JsonShape now) {
        for (String way : now.collapsedSince(before, place.origin())) {
            log.warn(
                    "Topic '{}': values of types that do not go together (an object and an empty array or text, say)"
                            + " were met in the JSON at '{}'. Until this task restarts there is one column of JSON text"
                            + " there in place of what was there before. Give the schema in json.schema, under which only"
                            + " the values that do not fit are refused",
                    topic,
                    way);
        }
    }

    private Expansion plan(Schema row, List<JsonPlace> places, List<JsonShape> shapes) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < shapes.size(); i++) {
            Schema schema = settings.mode() == JsonMode.MAP ? TEXTS : schema(places.get(i), shapes.get(i));
            if (schema != null) {
                builder.field(places.get(i).slot(), schema);
            }
        }
        Schema expanded = builder.build();
        Map<String, List<Flattener.Leaf>> leaves = new LinkedHashMap<>();
        new Flattener(flattening, TypeConversions.NONE).leavesOf(expanded).forEach(leaf -> leaves.computeIfAbsent(
                        leaf.path().get(0).name(), name -> new ArrayList<>())
                .add(leaf));
        List<Candidate> candidates = new ArrayList<>();
        for (Field field : row.fields()) {
            List<JsonPlace> within = places.stream()
                    .filter(place -> place.column().equals(field))
                    .toList();
            if (within.isEmpty()) {
                candidates.add(new Candidate(field.name(), field.name(), field.schema(), Reader.ofRow(field), field));
            } else if (within.get(0).isColumn()) {
                leaves.getOrDefault(field.name(), List.of())
                        .forEach(leaf -> candidates.add(new Candidate(
                                leaf.name(),
                                SourcePath.describe(leaf.path()),
                                leaf.schema(),
                                Reader.ofJson(leaf),
                                field)));
            } else {
                JsonStruct struct = JsonStruct.of(field.schema(), within, 0, expanded);
                candidates.add(new Candidate(
                        field.name(), field.name(), struct.schema(), Reader.ofStruct(field, struct), field));
            }
        }
        return assembled(row, shapes, expanded, candidates);
    }

    private static @Nullable Schema schema(JsonPlace place, JsonShape shape) {
        try {
            return shape.schema();
        } catch (DataException e) {
            throw new DataException("field '" + place.origin() + "': " + e.getMessage(), e);
        }
    }

    private Expansion assembled(Schema row, List<JsonShape> shapes, Schema expanded, List<Candidate> candidates) {
        List<String> wanted = candidates.stream().map(Candidate::name).toList();
        List<String> origins = candidates.stream().map(Candidate::origin).toList();
        List<String> names = flattening.naming().resolve(wanted, origins, ", json.mode=map");
        SchemaBuilder builder = Schemas.copyOfStruct(row);
        if (row.isOptional()) {
            builder.optional();
        }
        List<Reader> readers = new ArrayList<>();
        Map<String, List<String>> newNames = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty()) {
                builder.field(names.get(i), candidates.get(i).schema());
                readers.add(candidates.get(i).reader());
                newNames.computeIfAbsent(candidates.get(i).of().name(), name -> new ArrayList<>())
                        .add(names.get(i));
            }
        }
        Schema schema = builder.build();
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < readers.size(); i++) {
            slots.add(new Slot(schema.fields().get(i), readers.get(i)));
        }
        return new Expansion(shapes, expanded, schema, List.copyOf(slots), newNames);
    }

    private Struct json(Expansion expansion, List<@Nullable Object> values, List<JsonPlace> places) {
        Struct json = new Struct(expansion.expanded());
        for (int i = 0; i < values.size(); i++) {
            JsonPlace place = places.get(i);
            Field field = expansion.expanded().field(place.slot());
            if (field != null) {
                Object value = values.get(i);
                json.put(
                        field,
                        settings.mode() == JsonMode.MAP
                                ? texts(place.origin(), value)
                                : shaped(place, expansion.shapes().get(i), field.schema(), value));
            }
        }
        return json;
    }

    private static @Nullable Object shaped(JsonPlace place, JsonShape shape, Schema schema, @Nullable Object value) {
        try {
            return shape.shaped(schema, value);
        } catch (DataException e) {
            throw new DataException("field '" + place.origin() + "': " + e.getMessage(), e);
        }
    }

    /** The members of an object: texts as they are, all others as JSON. */
    static @Nullable Map<String, @Nullable String> texts(String name, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> members)) {
            throw new DataException("field '" + name + "' holds JSON that is no object, which json.mode=map needs");
        }
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        members.forEach((key, member) -> texts.put(
                (String) key,
                member == null ? null : member instanceof String text ? text : JsonText.of(null, member)));
        return texts;
    }

    private static Struct copy(Struct row, Struct json, Expansion expansion) {
        Struct copy = new Struct(expansion.schema());
        for (Slot slot : expansion.slots()) {
            copy.put(
                    slot.target(),
                    Schemas.under(slot.target().schema(), slot.reader().read(row, json)));
        }
        return copy;
    }
}
