// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Avro's binary encoding, into a buffer that grows. */
final class AvroOutput {
    private static final int INITIAL = 1 << 10;
    private static final int MAX_VARINT = 10;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private byte[] buffer = new byte[INITIAL];
    private int length;

    int length() {
        return length;
    }

    /** What it takes up. */
    int capacity() {
        return buffer.length;
    }

    /** Forgets what was written. */
    void clear() {
        length = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    void bool(boolean value) {
        reserve(1);
        buffer[length++] = (byte) (value ? 1 : 0);
    }

    /** An int or a long: Avro writes them alike, the small ones short. */
    void number(long value) {
        reserve(MAX_VARINT);
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & ~SEVEN_BITS) != 0) {
            buffer[length++] = (byte) ((rest & SEVEN_BITS) | MORE);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    void float32(float value) {
        littleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    void float64(double value) {
        littleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) {
        number(value.length);
        raw(value, value.length);
    }

    void bytes(ByteBuffer value) {
        int count = value.remaining();
        number(count);
        reserve(count);
        value.duplicate().get(buffer, length, count);
        length += count;
    }

    /** As they are, without their number. */
    void raw(byte[] value, int count) {
        reserve(count);
        System.arraycopy(value, 0, buffer, length, count);
        length += count;
    }

    /** All that another holds. */
    void all(AvroOutput other) {
        raw(other.buffer, other.length);
    }

    private void littleEndian(long bits, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            buffer[length++] = (byte) (bits >>> (Byte.SIZE * i));
        }
    }

    private void reserve(int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, buffer.length * 2));
        }
    }
}
