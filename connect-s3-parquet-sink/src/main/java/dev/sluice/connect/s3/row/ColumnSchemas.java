// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.commons.data.DecimalSchemas;
import dev.sluice.connect.commons.data.SemanticType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Schemas reduced to what a file sees of them: types, names and whether null is allowed. Versions, documentation and parameters that
 * mean nothing to a file are left out, so that a change of these alone is no change. A default is kept where it stands in for a
 * value that must be there.
 */
final class ColumnSchemas {
    /** Deeper than anything that is meant, and far from the end of the stack. */
    private static final int MAX_DEPTH = 100;

    private static final String SCALE = "scale";

    private final Deque<Schema> enclosing = new ArrayDeque<>();
    private final Deque<String> path = new ArrayDeque<>();

    private ColumnSchemas() {}

    /** @throws DataException naming the field if the schema contains itself */
    static Schema reduceValue(Schema schema) {
        return new ColumnSchemas().reduce(schema);
    }

    /** @throws DataException naming the field if the schema contains itself */
    static Schema reduceKey(Schema schema) {
        return new ColumnSchemas().child("key", schema);
    }

    /** The same schema, but null is allowed. */
    static Schema optional(Schema reduced) {
        return reduced.isOptional() ? reduced : builder(reduced).optional().build();
    }

    /** A builder with everything of a reduced schema but whether null is allowed. */
    static SchemaBuilder builder(Schema reduced) {
        SchemaBuilder builder =
                switch (reduced.type()) {
                    case ARRAY -> SchemaBuilder.array(reduced.valueSchema());
                    case MAP -> SchemaBuilder.map(reduced.keySchema(), reduced.valueSchema());
                    case STRUCT -> struct(reduced);
                    case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
                        new SchemaBuilder(reduced.type());
                };
        named(builder, reduced.name());
        Map<String, String> parameters = reduced.parameters();
        return parameters == null ? builder : builder.parameters(parameters);
    }

    /** Unlike Connect's own builder it leaves the version out. */
    static SchemaBuilder decimal(int scale) {
        return SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).parameter(SCALE, Integer.toString(scale));
    }

    static void named(SchemaBuilder builder, @Nullable String name) {
        if (name != null) {
            Object unused = builder.name(name);
        }
    }

    private static SchemaBuilder struct(Schema reduced) {
        SchemaBuilder builder = SchemaBuilder.struct();
        reduced.fields().forEach(field -> builder.field(field.name(), field.schema()));
        return builder;
    }

    private Schema reduce(Schema schema) {
        if (path.size() > MAX_DEPTH || enclosing.stream().anyMatch(outer -> outer == schema)) {
            throw new DataException("field '" + String.join(".", path) + "': the schema contains itself, which columns"
                    + " cannot express. Drop or flatten the field with a transform");
        }
        enclosing.addLast(schema);
        SchemaBuilder reduced =
                switch (schema.type()) {
                    case ARRAY -> SchemaBuilder.array(child("element", schema.valueSchema()));
                    case MAP ->
                        SchemaBuilder.map(child("key", schema.keySchema()), child("value", schema.valueSchema()));
                    case STRUCT -> fields(schema);
                    case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
                        new SchemaBuilder(schema.type());
                };
        enclosing.removeLast();
        SemanticType type = SemanticType.of(schema);
        named(reduced, schema.type() == Schema.Type.STRUCT ? schema.name() : type.logicalName());
        if (type == SemanticType.DECIMAL) {
            decimal(reduced, schema);
        }
        if (schema.isOptional()) {
            Object unused = reduced.optional();
        } else if (isPlain(schema.defaultValue())) {
            Object unused = reduced.defaultValue(schema.defaultValue());
        }
        return reduced.build();
    }

    /** Structs as defaults would have to be made anew under the reduced schema; nobody has been seen to use one. */
    private static boolean isPlain(@Nullable Object defaultValue) {
        return defaultValue != null
                && !(defaultValue instanceof Struct)
                && !(defaultValue instanceof Collection<?> items && !items.isEmpty())
                && !(defaultValue instanceof Map<?, ?> map && !map.isEmpty());
    }

    private void decimal(SchemaBuilder reduced, Schema schema) {
        try {
            Object unused = reduced.parameter(SCALE, Integer.toString(DecimalSchemas.scale(schema)));
            DecimalSchemas.precision(schema)
                    .ifPresent(precision ->
                            reduced.parameter(DecimalSchemas.PRECISION_PARAMETER, Integer.toString(precision)));
        } catch (DataException e) {
            throw new DataException("field '" + String.join(".", path) + "': " + e.getMessage(), e);
        }
    }

    private SchemaBuilder fields(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (Field field : schema.fields()) {
            Object unused = builder.field(field.name(), child(field.name(), field.schema()));
        }
        return builder;
    }

    private Schema child(String name, Schema schema) {
        path.addLast(name);
        Schema reduced = reduce(schema);
        path.removeLast();
        return reduced;
    }
}
