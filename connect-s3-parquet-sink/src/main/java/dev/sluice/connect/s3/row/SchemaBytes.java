// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Schemas as bytes, reduced as {@link RecordSchema#row} answers them. They are stored, so what once was written must be read for ever. */
public final class SchemaBytes {
    private static final int VERSION = 1;

    private SchemaBytes() {}

    /** What a default is made of. */
    private enum Kind {
        NONE,
        BOOLEAN,
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT32,
        FLOAT64,
        TEXT,
        BYTES,
        DECIMAL,
        DATE,
        EMPTY_LIST,
        EMPTY_MAP
    }

    public static byte[] write(Schema reduced) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(reduced, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if these are not the bytes of a schema */
    public static Schema read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("written by a later version of this connector");
            }
            return read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("cut off", e);
        }
    }

    private static void write(Schema schema, DataOutputStream out) throws IOException {
        text(schema.type().name(), out);
        switch (schema.type()) {
            case ARRAY -> write(schema.valueSchema(), out);
            case MAP -> {
                write(schema.keySchema(), out);
                write(schema.valueSchema(), out);
            }
            case STRUCT -> {
                out.writeInt(schema.fields().size());
                for (Field field : schema.fields()) {
                    text(field.name(), out);
                    write(field.schema(), out);
                }
            }
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> {}
        }
        out.writeBoolean(schema.name() != null);
        if (schema.name() != null) {
            text(schema.name(), out);
        }
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : new TreeMap<>(schema.parameters());
        out.writeInt(parameters.size());
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text(parameter.getKey(), out);
            text(parameter.getValue(), out);
        }
        out.writeBoolean(schema.isOptional());
        value(schema.defaultValue(), out);
    }

    private static Schema read(DataInputStream in) throws IOException {
        Schema.Type type = Schema.Type.valueOf(text(in));
        SchemaBuilder builder =
                switch (type) {
                    case ARRAY -> SchemaBuilder.array(read(in));
                    case MAP -> {
                        Schema keys = read(in);
                        yield SchemaBuilder.map(keys, read(in));
                    }
                    case STRUCT -> fields(in);
                    case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> new SchemaBuilder(type);
                };
        if (in.readBoolean()) {
            ColumnSchemas.named(builder, text(in));
        }
        for (int i = in.readInt(); i > 0; i--) {
            String name = text(in);
            Object unused = builder.parameter(name, text(in));
        }
        if (in.readBoolean()) {
            Object unused = builder.optional();
        }
        Object defaultValue = value(in);
        return defaultValue == null
                ? builder.build()
                : builder.defaultValue(defaultValue).build();
    }

    private static SchemaBuilder fields(DataInputStream in) throws IOException {
        SchemaBuilder struct = SchemaBuilder.struct();
        for (int i = in.readInt(); i > 0; i--) {
            String name = text(in);
            Object unused = struct.field(name, read(in));
        }
        return struct;
    }

    private static void value(@Nullable Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            kind(Kind.NONE, out);
        } else if (value instanceof Boolean flag) {
            kind(Kind.BOOLEAN, out).writeBoolean(flag);
        } else if (value instanceof Byte number) {
            kind(Kind.INT8, out).writeByte(number);
        } else if (value instanceof Short number) {
            kind(Kind.INT16, out).writeShort(number);
        } else if (value instanceof Integer number) {
            kind(Kind.INT32, out).writeInt(number);
        } else if (value instanceof Long number) {
            kind(Kind.INT64, out).writeLong(number);
        } else if (value instanceof Float number) {
            kind(Kind.FLOAT32, out).writeFloat(number);
        } else if (value instanceof Double number) {
            kind(Kind.FLOAT64, out).writeDouble(number);
        } else if (value instanceof String text) {
            text(text, kind(Kind.TEXT, out));
        } else if (value instanceof byte[] array) {
            bytes(array, kind(Kind.BYTES, out));
        } else if (value instanceof ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.duplicate().get(array);
            bytes(array, kind(Kind.BYTES, out));
        } else if (value instanceof BigDecimal decimal) {
            bytes(decimal.unscaledValue().toByteArray(), kind(Kind.DECIMAL, out));
            out.writeInt(decimal.scale());
        } else if (value instanceof Date date) {
            kind(Kind.DATE, out).writeLong(date.getTime());
        } else if (value instanceof Collection) {
            kind(Kind.EMPTY_LIST, out);
        } else if (value instanceof Map) {
            kind(Kind.EMPTY_MAP, out);
        } else {
            throw new IllegalArgumentException("a reduced schema has no default of " + value.getClass());
        }
    }

    private static @Nullable Object value(DataInputStream in) throws IOException {
        return switch (Kind.valueOf(text(in))) {
            case NONE -> null;
            case BOOLEAN -> in.readBoolean();
            case INT8 -> in.readByte();
            case INT16 -> in.readShort();
            case INT32 -> in.readInt();
            case INT64 -> in.readLong();
            case FLOAT32 -> in.readFloat();
            case FLOAT64 -> in.readDouble();
            case TEXT -> text(in);
            case BYTES -> ByteBuffer.wrap(bytes(in));
            case DECIMAL -> {
                BigInteger unscaled = new BigInteger(bytes(in));
                yield new BigDecimal(unscaled, in.readInt());
            }
            case DATE -> new Date(in.readLong());
            case EMPTY_LIST -> List.of();
            case EMPTY_MAP -> Map.of();
        };
    }

    private static DataOutputStream kind(Kind kind, DataOutputStream out) throws IOException {
        text(kind.name(), out);
        return out;
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("cut off");
        }
        return bytes;
    }
}
