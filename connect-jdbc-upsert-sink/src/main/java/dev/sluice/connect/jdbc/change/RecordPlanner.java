// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Works out the {@link RecordPlan} for the schemas of a record.
 *
 * @param keyFields the names in {@code pk.fields}
 * @param deletedColumn the column that says whether a row is deleted, as the database stores it; null for none
 * @param deletedField the field that says whether a row is deleted, which is no column; null for none
 * @param unavailable what the source sends in place of values that it did not read
 * @param storedName how the database stores a name
 * @param mapping how the database takes values of a schema
 */
public record RecordPlanner(
        PrimaryKeyMode keyMode,
        List<String> keyFields,
        FieldSelection fields,
        @Nullable String deletedColumn,
        @Nullable String deletedField,
        UnavailableValue unavailable,
        UnaryOperator<String> storedName,
        Function<Schema, ColumnMapping> mapping) {

    private static final List<String> KAFKA_COLUMNS =
            List.of("__connect_topic", "__connect_partition", "__connect_offset");

    private static final Schema MARK =
            SchemaBuilder.bool().optional().defaultValue(false).build();
    private static final Schema TIMESTAMP = Timestamp.builder().optional().build();

    /** What plans are made of. A header has the schema of its value. */
    record Schemas(@Nullable Schema key, @Nullable Schema value, Map<String, Schema> headers) {}

    /** The headers whose schemas matter to a plan. */
    List<String> headers() {
        List<String> headers = new ArrayList<>();
        if (keyMode == PrimaryKeyMode.RECORD_HEADER) {
            headers.addAll(keyFields);
        }
        fields.extras().stream()
                .filter(extra -> extra.origin() == RecordPlan.Origin.HEADER)
                .forEach(extra -> headers.add(extra.source()));
        return headers;
    }

    /**
     * For a record that writes a row.
     *
     * @throws DataException if the schemas do not give what {@code pk.mode} asks for
     */
    RecordPlan plan(Schemas schemas) {
        Schema value = Objects.requireNonNull(schemas.value());
        List<RecordPlan.Column> key = keyColumns(schemas);
        List<RecordPlan.Column> others = otherColumns(key, schemas, value);
        if (key.isEmpty() && others.isEmpty()) {
            throw new DataException("the record has no field to write. Check fields.whitelist and the source");
        }
        String guard = guard(value);
        if (fields.guard() != null
                && Stream.concat(key.stream(), others.stream())
                        .noneMatch(column -> column.name().equals(guard))) {
            throw new DataException(
                    "the record has no field '" + fields.guard()
                            + "', which upsert.guard.field names, or it is not written. Correct the source or the configuration");
        }
        return checked(key, others, guard);
    }

    /** For a record that deletes a row: its key, and what the deleted row is marked and guarded by. */
    RecordPlan deletePlan(Schemas schemas) {
        List<RecordPlan.Column> key = keyColumns(schemas);
        List<RecordPlan.Column> others = new ArrayList<>();
        if (deletedColumn != null) {
            others.add(mark(deletedColumn));
        }
        Schema value = schemas.value();
        String guard = value == null ? null : guard(value);
        if (guard != null && key.stream().noneMatch(column -> column.name().equals(guard))) {
            others.add(valueColumn(Objects.requireNonNull(value).field(fields.guard())));
        }
        return checked(key, others, guard);
    }

    private static RecordPlan checked(
            List<RecordPlan.Column> key, List<RecordPlan.Column> others, @Nullable String guard) {
        requireDistinctNames(key, others);
        // Of a key column nothing is newer: the row of another value is another row.
        for (RecordPlan.Column column : others) {
            if (column.name().equals(guard) && !GuardTypes.areOrdered(column.schema())) {
                throw new DataException("field '" + column.field() + "', which upsert.guard.field names, is a "
                        + column.typeName()
                        + ", and only numbers and times tell the newer event: as a text, 9 comes after"
                        + " 10. Name another field, have the transform Cast$Value make a number of it (int64), or list a"
                        + " time in timestamp.fields.list");
            }
        }
        return RecordPlan.of(key, others, guard);
    }

    private @Nullable String guard(Schema value) {
        String field = fields.guard();
        return field == null || value.field(field) == null ? null : storedName.apply(fields.column(field));
    }

    private List<RecordPlan.Column> keyColumns(Schemas schemas) {
        return switch (keyMode) {
            case NONE -> List.of();
            case KAFKA -> kafkaColumns();
            case RECORD_KEY -> recordKeyColumns(schemas.key());
            case RECORD_VALUE -> {
                if (schemas.value() == null) {
                    throw new DataException("the record has no value, and pk.mode=record_value takes the key from it");
                }
                yield fields(schemas.value(), RecordPlan.Origin.VALUE_FIELD, "value");
            }
            case RECORD_HEADER ->
                keyFields.stream()
                        .map(name -> column(name, RecordPlan.Origin.HEADER, header(schemas, name)))
                        .toList();
        };
    }

    /** Whether a row can be told by this struct alone, with {@code record_value}. */
    boolean hasKeyFields(Schema struct) {
        return !keyFields.isEmpty() && keyFields.stream().allMatch(name -> struct.field(name) != null);
    }

    private static Schema header(Schemas schemas, String name) {
        return schemas.headers().getOrDefault(name, Schema.OPTIONAL_STRING_SCHEMA);
    }

    private List<RecordPlan.Column> kafkaColumns() {
        List<String> names = keyFields.isEmpty() ? KAFKA_COLUMNS : keyFields;
        return List.of(
                column(names.get(0), RecordPlan.Origin.TOPIC, Schema.STRING_SCHEMA),
                column(names.get(1), RecordPlan.Origin.PARTITION, Schema.INT32_SCHEMA),
                column(names.get(2), RecordPlan.Origin.OFFSET, Schema.INT64_SCHEMA));
    }

    private List<RecordPlan.Column> recordKeyColumns(@Nullable Schema keySchema) {
        if (keySchema == null) {
            throw new DataException("the record has no key, and pk.mode=record_key takes the key columns from it."
                    + " Give the source a key, or use another pk.mode");
        }
        if (SemanticType.of(keySchema) == SemanticType.STRUCT) {
            if (keySchema.fields().isEmpty()) {
                throw new DataException(
                        "the record's key has no field, and pk.mode=record_key takes the key columns from it");
            }
            return fields(keySchema, RecordPlan.Origin.KEY_FIELD, "key");
        }
        if (keyFields.size() != 1) {
            throw new DataException("the record's key is a single " + keySchema.type()
                    + ", so pk.fields must hold exactly one column name for it, and holds " + keyFields.size());
        }
        return List.of(column(keyFields.get(0), RecordPlan.Origin.KEY, keySchema));
    }

    private List<RecordPlan.Column> fields(Schema struct, RecordPlan.Origin origin, String what) {
        if (keyFields.isEmpty()) {
            return struct.fields().stream()
                    .map(field -> column(field.name(), origin, field.schema()))
                    .toList();
        }
        List<RecordPlan.Column> columns = new ArrayList<>();
        for (String name : keyFields) {
            Field field = struct.field(name);
            if (field == null) {
                throw new DataException("the record's " + what + " has no field '" + name
                        + "', which pk.fields names. Correct pk.fields or the source");
            }
            columns.add(column(name, origin, field.schema()));
        }
        return columns;
    }

    private List<RecordPlan.Column> otherColumns(List<RecordPlan.Column> key, Schemas schemas, Schema value) {
        Set<String> keyNames = new HashSet<>();
        if (keyMode != PrimaryKeyMode.RECORD_HEADER) {
            key.forEach(column -> keyNames.add(column.field()));
        }
        List<RecordPlan.Column> others = new ArrayList<>();
        value.fields().stream()
                .filter(field ->
                        !keyNames.contains(field.name()) && !field.name().equals(deletedField))
                .filter(field -> fields.writes(field.name()))
                .forEach(field -> others.add(valueColumn(field)));
        fields.extras().forEach(extra -> others.add(extra(extra, schemas)));
        if (deletedColumn != null) {
            others.add(mark(deletedColumn));
        }
        return others;
    }

    private RecordPlan.Column valueColumn(Field field) {
        return column(field.name(), RecordPlan.Origin.VALUE_FIELD, field.schema());
    }

    private RecordPlan.Column mark(String name) {
        return new RecordPlan.Column(name, RecordPlan.Origin.MARK, name, MARK, mapping.apply(MARK), value -> false);
    }

    private RecordPlan.Column extra(FieldSelection.Extra extra, Schemas schemas) {
        Schema schema =
                switch (extra.origin()) {
                    case TOPIC -> Schema.STRING_SCHEMA;
                    case PARTITION -> Schema.INT32_SCHEMA;
                    case OFFSET -> Schema.INT64_SCHEMA;
                    case TIMESTAMP -> TIMESTAMP;
                    case HEADER -> header(schemas, extra.source());
                    case KEY, KEY_FIELD, VALUE_FIELD, MARK ->
                        throw new IllegalArgumentException("no extra column: " + extra);
                };
        return column(extra.column(), extra.origin(), extra.source(), schema);
    }

    private RecordPlan.Column column(String field, RecordPlan.Origin origin, Schema schema) {
        return column(fields.column(field), origin, field, schema);
    }

    private RecordPlan.Column column(String name, RecordPlan.Origin origin, String field, Schema schema) {
        try {
            TimestampFields.Meaning meaning = origin == RecordPlan.Origin.VALUE_FIELD
                    ? fields.timestamps().meaning(field, schema)
                    : TimestampFields.Meaning.plain(schema);
            return new RecordPlan.Column(
                    storedName.apply(name),
                    origin,
                    field,
                    meaning.schema(),
                    meaning.mapping(mapping),
                    unavailable.testFor(schema).orElse(value -> false));
        } catch (DataException e) {
            throw new DataException("field '" + field + "': " + e.getMessage(), e);
        }
    }

    private static void requireDistinctNames(List<RecordPlan.Column> key, List<RecordPlan.Column> others) {
        Map<String, String> fields = new HashMap<>();
        for (List<RecordPlan.Column> part : List.of(key, others)) {
            for (RecordPlan.Column column : part) {
                String other = fields.put(column.name(), column.field());
                if (other != null) {
                    throw new DataException("the fields '" + other + "' and '" + column.field()
                            + "' are the same column to the database. Set quote.sql.identifiers=always, or rename one");
                }
            }
        }
    }
}
