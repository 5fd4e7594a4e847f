// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A row without a schema as it is put together: a map that shares nothing with what it is copied from. */
final class MapRow {
    private static final int DEEPEST = 64;

    private final CdcSettings settings;
    private final UnavailableValue unavailableValue;
    private final Set<String> dropped;
    private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    private final List<String> unavailable = new ArrayList<>();

    MapRow(CdcSettings settings, UnavailableValue unavailableValue, Set<String> dropped) {
        this.settings = settings;
        this.unavailableValue = unavailableValue;
        this.dropped = dropped;
    }

    /** Adds the columns of a source's row. */
    void addAll(Map<?, ?> image) {
        image.forEach((key, value) -> {
            String name = text(key);
            if (!dropped.contains(name)) {
                flatten(name, value, 1, true);
            }
        });
    }

    /** Adds what does not come from the source's row. */
    void add(String name, @Nullable Object value) {
        flatten(name, value, 1, false);
    }

    Row build() {
        return new Row(null, columns, List.copyOf(unavailable));
    }

    private void flatten(String name, @Nullable Object value, int depth, boolean ofSource) {
        boolean missing = ofSource && value != null && unavailableValue.isPlain(value);
        if (!missing && settings.flatten() && value instanceof Map<?, ?> map && !map.isEmpty()) {
            requireEnd(depth);
            map.forEach((key, part) -> flatten(name + settings.delimiter() + text(key), part, depth + 1, ofSource));
            return;
        }
        if (dropped.contains(name)) {
            return;
        }
        if (columns.containsKey(name)) {
            throw new DataException("two values would become the field '" + name
                    + "'. Choose another delimiter, or another add.fields.prefix");
        }
        columns.put(name, copy(value, depth));
        if (missing || (ofSource && value != null && containsPlaceholder(value, depth))) {
            unavailable.add(name);
        }
    }

    /** A map that is kept whole is one column, of which a part is missing. */
    private boolean containsPlaceholder(Object value, int depth) {
        requireEnd(depth);
        return value instanceof Map<?, ?> map
                && map.values().stream()
                        .anyMatch(part -> part != null
                                && (unavailableValue.isPlain(part) || containsPlaceholder(part, depth + 1)));
    }

    /** The same value, of which no part can change when the original does. */
    static @Nullable Object copy(@Nullable Object value) {
        return copy(value, 1);
    }

    private static @Nullable Object copy(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            requireEnd(depth);
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, part) -> copy.put(key, copy(part, depth + 1)));
            return copy;
        }
        if (value instanceof List<?> list) {
            requireEnd(depth);
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(part -> copy.add(copy(part, depth + 1)));
            return copy;
        }
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    private static String text(@Nullable Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new DataException("a map without a schema has a key that is no text, and so cannot be a row");
    }

    private static void requireEnd(int depth) {
        if (depth > DEEPEST) {
            throw new DataException(
                    "a value without a schema is nested deeper than " + DEEPEST + " levels, or contains itself");
        }
    }
}
