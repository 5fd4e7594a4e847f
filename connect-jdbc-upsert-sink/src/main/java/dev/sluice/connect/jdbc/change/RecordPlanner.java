// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Works out the {@link RecordPlan} for a pair of schemas.
 *
 * @param keyFields the names in {@code pk.fields}
 * @param whitelist the fields of the value to write; all, when empty; key columns are always written
 * @param storedName how the database stores a name
 * @param mapping how the database takes values of a schema
 */
public record RecordPlanner(
        PrimaryKeyMode keyMode,
        List<String> keyFields,
        Set<String> whitelist,
        UnaryOperator<String> storedName,
        Function<Schema, ColumnMapping> mapping) {

    private static final List<String> KAFKA_COLUMNS =
            List.of("__connect_topic", "__connect_partition", "__connect_offset");

    /**
     * @param valueSchema null to plan a delete
     * @throws DataException if the schemas do not give what {@code pk.mode} asks for
     */
    RecordPlan plan(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        List<RecordPlan.Column> key = keyColumns(keySchema, valueSchema);
        List<RecordPlan.Column> others = valueSchema == null ? List.of() : otherColumns(key, valueSchema);
        requireDistinctNames(key, others);
        if (key.isEmpty() && others.isEmpty()) {
            throw new DataException("the record has no field to write. Check fields.whitelist and the source");
        }
        return RecordPlan.of(key, others);
    }

    private List<RecordPlan.Column> keyColumns(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        return switch (keyMode) {
            case NONE -> List.of();
            case KAFKA -> kafkaColumns();
            case RECORD_KEY -> recordKeyColumns(keySchema);
            case RECORD_VALUE -> {
                if (valueSchema == null) {
                    throw new DataException("the record has no value, and pk.mode=record_value takes the key from it");
                }
                yield fields(valueSchema, RecordPlan.Origin.VALUE_FIELD, "value");
            }
        };
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
            throw new DataException(
                    "the record's key has no schema, and pk.mode=record_key takes the key columns from it."
                            + " Use a key converter with schemas, or another pk.mode");
        }
        if (SemanticType.of(keySchema) == SemanticType.STRUCT) {
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

    private List<RecordPlan.Column> otherColumns(List<RecordPlan.Column> key, Schema valueSchema) {
        Set<String> keyNames = new HashSet<>();
        key.forEach(column -> keyNames.add(column.field()));
        return valueSchema.fields().stream()
                .filter(field -> !keyNames.contains(field.name()))
                .filter(field -> whitelist.isEmpty() || whitelist.contains(field.name()))
                .map(field -> column(field.name(), RecordPlan.Origin.VALUE_FIELD, field.schema()))
                .toList();
    }

    private RecordPlan.Column column(String field, RecordPlan.Origin origin, Schema schema) {
        try {
            return new RecordPlan.Column(storedName.apply(field), origin, field, schema, mapping.apply(schema));
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
