// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Writes any text as one level of a directory, so that it stays one level and no two texts meet.
 *
 * <p>Percent-encoding as Hive and Spark write and read it: {@code %} and two hexadecimal digits of the character. Encoded is what Hive
 * encodes, what the delimiter is made of, and what would be lost or misread at an edge: a trailing space, a leading dot of a level
 * without a name. Characters that have no UTF-8 or no place in XML, in which stores answer lists, are written as {@code %u} and four
 * digits. Everything else stands as it is, letters of all languages included.
 */
final class PathText {
    /** Stands for the empty text: readers refuse a level without a value, or take it for null. */
    static final String EMPTY = "__EMPTY__";

    /** What file systems, and the object stores that keep objects in them, take for one level. */
    private static final int MAX_LEVEL_BYTES = 255;

    /** An object's name may have 1024 bytes; this leaves room for the topic, twice, and the offset. */
    private static final int MAX_BYTES = 512;

    private static final String ENCODED_BY_HIVE = "\"#%'*/:=?\\{}[]^";
    private static final String HEX = "0123456789ABCDEF";

    private final String delimiter;
    private final String nullText;

    /**
     * @param delimiter what stands between levels
     * @param nullText what stands for null; a text that reads the same is encoded
     */
    PathText(String delimiter, String nullText) {
        this.delimiter = delimiter;
        this.nullText = nullText;
    }

    /** True where the text may stand for null: where it is a level as it is. */
    static boolean isPlain(String text, String delimiter) {
        StringBuilder out = new StringBuilder();
        new PathText(delimiter, "").appendAll(text, out);
        return !text.isEmpty()
                && !text.equals(EMPTY)
                && !text.startsWith(".")
                && out.toString().equals(text);
    }

    /**
     * One level of a directory.
     *
     * @param field whose value it is
     * @param named whether the level tells the field's name: {@code name=value}
     * @param value as text; null for null
     */
    String level(String field, boolean named, @Nullable String value) {
        String encoded = value == null ? nullText : encode(value);
        String level;
        if (named) {
            level = encode(field) + '=' + encoded;
        } else {
            level = encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
        }
        int bytes = level.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_LEVEL_BYTES) {
            throw new DataException("'" + field + "' makes a directory of " + bytes + " bytes, and stores take at most "
                    + MAX_LEVEL_BYTES + " for one. Partition by something shorter");
        }
        return level;
    }

    /** The directory as it is, unless it is too long for the name of an object. */
    static String checked(String directory) {
        if (directory.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new DataException("the record's directory has more than " + MAX_BYTES
                    + " bytes. Partition by less, or by something shorter");
        }
        return directory;
    }

    /** A text that is never empty, holds no delimiter, and is another for every other text and for null. */
    private String encode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        StringBuilder out = new StringBuilder(text.length() + 8);
        if (text.equals(nullText) || text.equals(EMPTY)) {
            appendEncoded(text.charAt(0), out);
            appendAll(text.substring(1), out);
        } else {
            appendAll(text, out);
        }
        return out.toString();
    }

    private void appendAll(String text, StringBuilder out) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (isHighOfPair(text, i)) {
                out.append(c).append(text.charAt(++i));
            } else if (isPlain(c) && !(c == ' ' && i == last)) {
                out.append(c);
            } else {
                appendEncoded(c, out);
            }
        }
    }

    private boolean isPlain(char c) {
        return !Character.isISOControl(c)
                && c < 0xFFFE
                && !Character.isSurrogate(c)
                && ENCODED_BY_HIVE.indexOf(c) < 0
                && delimiter.indexOf(c) < 0;
    }

    private static boolean isHighOfPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static void appendEncoded(char c, StringBuilder out) {
        out.append('%');
        if (c > 0xFF) {
            out.append('u').append(digit(c, 12)).append(digit(c, 8));
        }
        out.append(digit(c, 4)).append(digit(c, 0));
    }

    private static char digit(char c, int shift) {
        return HEX.charAt((c >> shift) & 0xF);
    }
}
