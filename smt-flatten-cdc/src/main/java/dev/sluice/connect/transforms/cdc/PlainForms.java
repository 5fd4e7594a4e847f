// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Debezium's special types as text that databases read. */
final class PlainForms {
    /** Set in a geometry's type where its SRID follows. */
    private static final int HAS_SRID = 0x2000_0000;

    private static final int BYTE_ORDER_AND_TYPE = 5;

    private PlainForms() {}

    /** As many digits as the schema says there are bits; the bytes begin with the lowest. */
    static Conversion bits(Schema schema) {
        int length = length(schema);
        return value -> {
            byte[] bytes = bytes(value);
            int count = length < 0 ? bytes.length * 8 : length;
            StringBuilder digits = new StringBuilder(count);
            for (int bit = count - 1; bit >= 0; bit--) {
                boolean set = bit / 8 < bytes.length && (bytes[bit / 8] >> (bit % 8) & 1) == 1;
                digits.append(set ? '1' : '0');
            }
            return digits.toString();
        };
    }

    private static int length(Schema bits) {
        String length = bits.parameters() == null ? null : bits.parameters().get("length");
        try {
            return length == null ? -1 : Integer.parseInt(length);
        } catch (NumberFormatException e) {
            throw new DataException("the parameter 'length' of a Bits schema is not an integer: " + length, e);
        }
    }

    /** WKB with the SRID in it, as PostGIS writes it; WKB as it is where none is known. */
    static String ewkb(Object value) {
        Struct geometry = (Struct) value;
        Object content = geometry.getWithoutDefault("wkb");
        if (content == null) {
            throw new DataException("a geometry has no field 'wkb'");
        }
        byte[] wkb = bytes(content);
        Integer srid = geometry.schema().field("srid") == null ? null : (Integer) geometry.getWithoutDefault("srid");
        if (srid == null || wkb.length < BYTE_ORDER_AND_TYPE) {
            return hex(wkb);
        }
        ByteOrder order = wkb[0] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int type = ByteBuffer.wrap(wkb).order(order).getInt(1);
        if ((type & HAS_SRID) != 0) {
            return hex(wkb);
        }
        return hex(ByteBuffer.allocate(wkb.length + Integer.BYTES)
                .order(order)
                .put(wkb[0])
                .putInt(type | HAS_SRID)
                .putInt(srid)
                .put(wkb, BYTE_ORDER_AND_TYPE, wkb.length - BYTE_ORDER_AND_TYPE)
                .array());
    }

    /** {@code {1:0.5,7:2.0}/9}: the elements that are not zero, and how many there are in all. */
    static String sparseVector(Object value) {
        Struct vector = (Struct) value;
        StringJoiner elements = new StringJoiner(",", "{", "}/" + vector.get("dimensions"));
        Map<Object, Object> sorted = new TreeMap<>(vector.getMap("vector"));
        sorted.forEach((index, element) -> elements.add(index + ":" + element));
        return elements.toString();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) value;
    }
}
