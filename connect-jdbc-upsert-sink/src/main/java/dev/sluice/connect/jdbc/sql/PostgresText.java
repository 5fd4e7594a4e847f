// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static java.util.stream.Collectors.joining;

import dev.sluice.connect.jdbc.change.ColumnMapping.Encoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Values as PostgreSQL's input functions read them. */
final class PostgresText {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /** What pgjdbc, and so Debezium, makes of {@code infinity}: milliseconds as an instant, the same number as microseconds without zone. */
    private static final long INFINITY = 9_223_372_036_825_200_000L;

    private static final long MINUS_INFINITY = -9_223_372_036_832_400_000L;

    /** What Debezium makes of an infinite date: both in the year -5877611, plus infinity on 21 June, minus infinity on 22 June. */
    private static final long INFINITY_DAY = -2_147_472_692;

    private static final long MINUS_INFINITY_DAY = -2_147_472_691;

    private PostgresText() {}

    /** The text of a value in any carrier. */
    static String of(Object carried) {
        return carried instanceof ByteBuffer bytes ? "\\x" + hex(bytes) : carried.toString();
    }

    static String date(long epochDay) {
        if (epochDay == INFINITY_DAY) {
            return "infinity";
        }
        if (epochDay == MINUS_INFINITY_DAY) {
            return "-infinity";
        }
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        StringBuilder out = new StringBuilder(16);
        appendDate(out, date);
        return out.append(era(date)).toString();
    }

    /** @param nanoOfDay up to and including 24:00; digits finer than microseconds are cut */
    static String time(long nanoOfDay) {
        if (nanoOfDay < 0 || nanoOfDay > NANOS_PER_DAY) {
            throw new DataException("the time is not within 00:00 and 24:00, which a column of type time holds");
        }
        StringBuilder out = new StringBuilder(15);
        appendTime(out, nanoOfDay / 1_000);
        return out.toString();
    }

    static String timestamp(long epochMicros) {
        if (epochMicros == INFINITY) {
            return "infinity";
        }
        if (epochMicros == MINUS_INFINITY) {
            return "-infinity";
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMicros, MICROS_PER_DAY));
        StringBuilder out = new StringBuilder(32);
        appendDate(out, date);
        out.append(' ');
        appendTime(out, Math.floorMod(epochMicros, MICROS_PER_DAY));
        return out.append(era(date)).toString();
    }

    /** Debezium's text of an infinite timestamp with a zone, since its version 3. */
    static boolean isInfinity(Object text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    static String zoned(Instant instant) {
        // Debezium's texts of the infinities are of these years; hours differ with the zone they were made in.
        if (instant.getEpochSecond() >= INFINITY / 1_000 - 86_400) {
            return "infinity";
        }
        if (instant.getEpochSecond() <= MINUS_INFINITY / 1_000 + 86_400) {
            return "-infinity";
        }
        long micros =
                Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY));
        StringBuilder out = new StringBuilder(36);
        appendDate(out, date);
        out.append(' ');
        appendTime(out, Math.floorMod(micros, MICROS_PER_DAY));
        return out.append("+00").append(era(date)).toString();
    }

    /** The last bits of the little-endian bytes, most significant first; all of them where no length is known. */
    static String bits(ByteBuffer littleEndian, OptionalInt length) {
        int available = littleEndian.remaining() * Byte.SIZE;
        int digits = length.orElse(available);
        StringBuilder out = new StringBuilder(digits);
        for (int bit = digits - 1; bit >= 0; bit--) {
            boolean set = bit < available
                    && (littleEndian.get(littleEndian.position() + bit / Byte.SIZE) >> (bit % Byte.SIZE) & 1) == 1;
            out.append(set ? '1' : '0');
        }
        return out.toString();
    }

    static String array(List<?> elements, Encoder encoder) {
        StringBuilder out = new StringBuilder("{");
        for (Object element : elements) {
            if (out.length() > 1) {
                out.append(',');
            }
            appendElement(out, element, encoder);
        }
        return out.append('}').toString();
    }

    private static void appendElement(StringBuilder out, @Nullable Object element, Encoder encoder) {
        if (element == null) {
            out.append("NULL");
            return;
        }
        String text = of(encoder.encode(element));
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                out.append('\\');
            }
            out.append(letter);
        }
        out.append('"');
    }

    static String vector(List<?> elements) {
        return elements.stream().map(String::valueOf).collect(joining(",", "[", "]"));
    }

    /** Indexes start at one there, and at zero in Debezium's struct. */
    static String sparseVector(Struct value) {
        Map<Integer, Object> ordered = new TreeMap<>();
        value.getMap("vector").forEach((index, element) -> ordered.put(((Number) index).intValue() + 1, element));
        return ordered.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(joining(",", "{", "}/" + value.get("dimensions")));
    }

    /** Well-known binary in hex, with the reference system in front where there is one. */
    static String geometry(Struct value) {
        Object wkb = Objects.requireNonNull(value.get("wkb"), "wkb");
        String hex = hex(wkb instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : (ByteBuffer) wkb);
        Object srid = value.get("srid");
        return srid == null ? hex : "SRID=" + srid + ";" + hex;
    }

    static String point(Struct value) {
        return "(" + value.get("x") + "," + value.get("y") + ")";
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static void appendDate(StringBuilder out, LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        appendPadded(out, year, 4);
        out.append('-');
        appendPadded(out, date.getMonthValue(), 2);
        out.append('-');
        appendPadded(out, date.getDayOfMonth(), 2);
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }

    private static void appendTime(StringBuilder out, long micros) {
        long seconds = micros / 1_000_000;
        appendPadded(out, seconds / 3_600, 2);
        out.append(':');
        appendPadded(out, seconds / 60 % 60, 2);
        out.append(':');
        appendPadded(out, seconds % 60, 2);
        if (micros % 1_000_000 != 0) {
            out.append('.');
            appendPadded(out, micros % 1_000_000, 6);
        }
    }

    /** @param number not negative */
    private static void appendPadded(StringBuilder out, long number, int width) {
        long least = 10;
        for (int digits = 1; digits < width; digits++) {
            if (number < least) {
                out.append('0');
            }
            least *= 10;
        }
        out.append(number);
    }
}
