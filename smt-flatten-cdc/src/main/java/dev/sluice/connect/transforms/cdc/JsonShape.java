// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the values at one place in JSON. Shapes only widen: nothing known, then a type, then JSON text, which holds everything.
 *
 * @param element of a {@link Kind#LIST}
 * @param members of an {@link Kind#OBJECT}, in the order in which they were first seen
 */
public record JsonShape(Kind kind, @Nullable JsonShape element, Map<String, JsonShape> members) {
    /** An object of more has keys that are data, and would grow the schema for ever. */
    static final int MOST_MEMBERS = 1_000;

    /** From here to its negative a double holds every whole number. */
    private static final long MOST_EXACT = 1L << 53;

    static final JsonShape UNKNOWN = scalar(Kind.UNKNOWN);
    private static final JsonShape TEXT = scalar(Kind.JSON_TEXT);

    enum Kind {
        UNKNOWN,
        BOOLEAN,
        /** Whole numbers of which a double holds each. */
        LONG,
        /** Whole numbers of INT64 of which a double may not hold each. */
        WIDE_LONG,
        /** Numbers that a double holds with all their digits. */
        DOUBLE,
        STRING,
        LIST,
        OBJECT,
        JSON_TEXT
    }

    private static JsonShape scalar(Kind kind) {
        return new JsonShape(kind, null, Map.of());
    }

    static JsonShape list(JsonShape element) {
        return new JsonShape(Kind.LIST, element, Map.of());
    }

    /** The one of this name in {@code json.schema}. */
    static Optional<JsonShape> named(@Nullable Object name) {
        if (!(name instanceof String text)) {
            return Optional.empty();
        }
        return switch (text) {
            case "boolean" -> Optional.of(scalar(Kind.BOOLEAN));
            case "int64" -> Optional.of(scalar(Kind.WIDE_LONG));
            case "float64" -> Optional.of(scalar(Kind.DOUBLE));
            case "string" -> Optional.of(scalar(Kind.STRING));
            case "json" -> Optional.of(TEXT);
            default -> Optional.empty();
        };
    }

    static JsonShape of(@Nullable Object value) {
        if (value == null) {
            return UNKNOWN;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, JsonShape> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put((String) name, of(member)));
            return object(members);
        }
        if (value instanceof List<?> list) {
            JsonShape element = UNKNOWN;
            for (Object part : list) {
                element = element.union(of(part));
            }
            return list(element);
        }
        return scalar(kind(value));
    }

    private static Kind kind(Object value) {
        if (value instanceof BigDecimal number) {
            double nearest = number.doubleValue();
            boolean fits = Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
            return fits ? Kind.DOUBLE : Kind.JSON_TEXT;
        }
        if (value instanceof Long number) {
            return number >= -MOST_EXACT && number <= MOST_EXACT ? Kind.LONG : Kind.WIDE_LONG;
        }
        if (value instanceof Map || value instanceof List) {
            return value instanceof Map ? Kind.OBJECT : Kind.LIST;
        }
        return value instanceof Boolean ? Kind.BOOLEAN : Kind.STRING;
    }

    static JsonShape object(Map<String, JsonShape> members) {
        return members.size() > MOST_MEMBERS ? TEXT : new JsonShape(Kind.OBJECT, null, members);
    }

    /** The narrowest shape that holds what either holds. */
    JsonShape union(JsonShape other) {
        if (equals(other) || other.kind == Kind.UNKNOWN) {
            return this;
        }
        if (kind == Kind.UNKNOWN) {
            return other;
        }
        if (kind != other.kind) {
            return scalar(widened(kind, other.kind));
        }
        if (element != null && other.element != null) {
            return list(element.union(other.element));
        }
        Map<String, JsonShape> all = new LinkedHashMap<>(members);
        other.members.forEach((name, member) -> all.merge(name, member, JsonShape::union));
        return object(all);
    }

    /** The kind that holds the values of two others with all their digits. */
    private static Kind widened(Kind one, Kind other) {
        EnumSet<Kind> both = EnumSet.of(one, other);
        if (both.equals(EnumSet.of(Kind.LONG, Kind.WIDE_LONG))) {
            return Kind.WIDE_LONG;
        }
        return both.equals(EnumSet.of(Kind.LONG, Kind.DOUBLE)) ? Kind.DOUBLE : Kind.JSON_TEXT;
    }

    /** The ways to the places that had a type before, and that only JSON text holds now. */
    List<String> collapsedSince(JsonShape before, String way) {
        if (kind == Kind.JSON_TEXT) {
            return before.kind == Kind.JSON_TEXT || before.kind == Kind.UNKNOWN ? List.of() : List.of(way);
        }
        List<String> collapsed = new ArrayList<>();
        if (element != null && before.element != null) {
            collapsed.addAll(element.collapsedSince(before.element, way + "[]"));
        }
        members.forEach((name, member) ->
                collapsed.addAll(member.collapsedSince(before.members.getOrDefault(name, UNKNOWN), way + "." + name)));
        return collapsed;
    }

    /**
     * Null where nothing is known that could be a column: null, an empty object, a list of such.
     *
     * @throws DataException if a member has no name
     */
    @Nullable Schema schema() {
        return switch (kind) {
            case UNKNOWN -> null;
            case BOOLEAN -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
            case LONG, WIDE_LONG -> Schema.OPTIONAL_INT64_SCHEMA;
            case DOUBLE -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case STRING -> Schema.OPTIONAL_STRING_SCHEMA;
            case JSON_TEXT -> JsonText.schema(true);
            case LIST -> {
                Schema of = Objects.requireNonNull(element).schema();
                yield of == null ? null : SchemaBuilder.array(of).optional().build();
            }
            case OBJECT -> {
                SchemaBuilder builder = SchemaBuilder.struct().optional();
                members.forEach((name, member) -> {
                    Schema schema = member.schema();
                    if (schema != null && name.isEmpty()) {
                        throw new DataException(
                                "the JSON has a member whose name is empty, and no field can be called so."
                                        + " Set json.mode=map, or give json.schema, which leaves out what it does not name");
                    }
                    if (schema != null) {
                        builder.field(name, schema);
                    }
                });
                yield builder.fields().isEmpty() ? null : builder.build();
            }
        };
    }

    /**
     * A value of this shape, or of a narrower one, in the form of the schema. Members that the shape does not have are left out.
     *
     * @param schema that of this shape
     * @throws DataException if the value has another shape, as it can have where the user gave one
     */
    @Nullable Object shaped(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case UNKNOWN -> null;
            case BOOLEAN, STRING -> {
                require(kind(value) == kind, value);
                yield value;
            }
            case LONG, WIDE_LONG -> {
                require(value instanceof Long, value);
                yield value;
            }
            case DOUBLE -> {
                require(value instanceof Number number && Double.isFinite(number.doubleValue()), value);
                yield ((Number) value).doubleValue();
            }
            case JSON_TEXT -> JsonText.of(null, value);
            case LIST -> {
                require(value instanceof List, value);
                List<@Nullable Object> list = new ArrayList<>();
                for (Object part : (List<?>) value) {
                    list.add(Objects.requireNonNull(element).shaped(schema.valueSchema(), part));
                }
                yield list;
            }
            case OBJECT -> {
                require(value instanceof Map, value);
                yield members(schema, (Map<?, ?>) value);
            }
        };
    }

    private Struct members(Schema schema, Map<?, ?> values) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            JsonShape member = Objects.requireNonNull(members.get(field.name()));
            try {
                struct.put(field, member.shaped(field.schema(), values.get(field.name())));
            } catch (DataException e) {
                throw new DataException("in its member '" + field.name() + "': " + e.getMessage(), e);
            }
        }
        return struct;
    }

    private void require(boolean fits, Object value) {
        if (!fits) {
            throw new DataException("the JSON holds " + of(value).name() + ", and json.schema says " + name()
                    + ". Correct json.schema; json holds everything");
        }
    }

    /** For messages. */
    private String name() {
        return kind == Kind.WIDE_LONG ? Kind.LONG.name() : kind.name();
    }
}
