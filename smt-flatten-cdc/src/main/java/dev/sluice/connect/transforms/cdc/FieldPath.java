// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;

/**
 * A way into nested fields, as Kafka's field syntax V2 (KIP-821) writes it: names joined by dots, a name that has dots itself between
 * back-ticks.
 */
public record FieldPath(List<String> names) {
    public FieldPath {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException where a name is empty or a back-tick is not closed */
    public static FieldPath parse(String text) {
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            StringBuilder name = new StringBuilder();
            at = at < text.length() && text.charAt(at) == '`' ? quoted(text, at + 1, name) : plain(text, at, name);
            if (name.length() == 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no path: a name is empty, or a back-tick has no end before a dot");
            }
            names.add(name.toString());
            at++;
        }
        return new FieldPath(names);
    }

    private static int plain(String text, int from, StringBuilder name) {
        int dot = text.indexOf('.', from);
        int end = dot < 0 ? text.length() : dot;
        name.append(text, from, end);
        return end;
    }

    /** Leaves the name empty where no back-tick closes it. A back-tick that belongs to the name has a back-slash before it. */
    private static int quoted(String text, int from, StringBuilder name) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '`') {
                name.append('`');
                i++;
            } else if (c == '`' && (i + 1 == text.length() || text.charAt(i + 1) == '.')) {
                return i + 1;
            } else {
                name.append(c);
            }
        }
        name.setLength(0);
        return text.length();
    }

    /** True where {@code way} leads to this field or to something inside it. */
    boolean isOnTheWay(List<String> way) {
        return way.size() >= names.size() && way.subList(0, names.size()).equals(names);
    }

    /** True where {@code way} leads to a struct around this field. */
    boolean isInside(List<String> way) {
        return names.size() > way.size() && names.subList(0, way.size()).equals(way);
    }
}
