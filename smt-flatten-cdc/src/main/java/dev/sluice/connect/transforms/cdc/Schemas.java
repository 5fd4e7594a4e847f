// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What Connect's schemas lack: copies that differ in one respect, and a name in any case. */
final class Schemas {
    private Schemas() {}

    /** For messages. */
    static String nameOf(Schema schema) {
        return schema.name() == null ? "(unnamed)" : schema.name();
    }

    /** A required struct without fields that is called, versioned and described like this one. */
    static SchemaBuilder copyOfStruct(Schema like) {
        return named(like, SchemaBuilder.struct()).doc(like.doc());
    }

    /** The builder with the name, version and parameters of another schema. */
    static SchemaBuilder named(Schema like, SchemaBuilder builder) {
        builder.name(like.name()).version(like.version());
        return like.parameters() == null ? builder : builder.parameters(like.parameters());
    }

    /** The same schema with this default. */
    static Schema withDefault(Schema schema, Object defaultValue) {
        return copy(schema, schema.isOptional(), defaultValue);
    }

    /** The same schema, but for its default. */
    static Schema withoutDefault(Schema schema) {
        return schema.defaultValue() == null ? schema : copy(schema, schema.isOptional(), null);
    }

    /** The same schema, but null is a value of it. */
    static Schema optional(Schema schema) {
        return schema.isOptional() ? schema : copy(schema, true, schema.defaultValue());
    }

    private static Schema copy(Schema schema, boolean optional, @Nullable Object defaultValue) {
        Schema.Type type = schema.type();
        return new ConnectSchema(
                type,
                optional,
                defaultValue,
                schema.name(),
                schema.version(),
                schema.doc(),
                schema.parameters(),
                type == Schema.Type.STRUCT ? schema.fields() : null,
                type == Schema.Type.MAP ? schema.keySchema() : null,
                type == Schema.Type.MAP || type == Schema.Type.ARRAY ? schema.valueSchema() : null);
    }

    /**
     * The same value under the optional copy of its schema. Only a struct knows its schema, and Connect demands that it be equal to the
     * schema of the field which holds the struct.
     */
    static @Nullable Object under(Schema schema, @Nullable Object value) {
        if (!(value instanceof Struct original) || original.schema().equals(schema)) {
            return value;
        }
        Struct copy = new Struct(schema);
        for (Field field : schema.fields()) {
            Object part = original.getWithoutDefault(field.name());
            if (part != null) {
                copy.put(field, part);
            }
        }
        return copy;
    }
}
