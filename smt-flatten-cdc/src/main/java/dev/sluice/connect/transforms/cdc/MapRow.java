// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
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

    private final FlattenSettings flattening;
    private final JsonSettings json;
    private final UnavailableValue unavailableValue;
    private final UnavailableMode mode;
    private final Set<String> dropped;
    private final Set<String> missing;
    private @Nullable Map<?, ?> before;
    private final Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    private final List<String> unavailable = new ArrayList<>();

    /** @param missing the fields that the source did not send, as far as that is known */
    MapRow(
            FlattenSettings flattening,
            JsonSettings json,
            UnavailableValue unavailableValue,
            UnavailableMode mode,
            Set<String> dropped,
            Set<String> missing) {
        this.flattening = flattening;
        this.json = json;
        this.unavailableValue = unavailableValue;
        this.mode = mode;
        this.dropped = dropped;
        this.missing = missing;
    }

    /** Where a value was found. */
    private record Place(String name, List<String> way, boolean ofSource) {
        Place child(String step, String delimiter) {
            List<String> longer = new ArrayList<>(way);
            longer.add(step);
            return new Place(name + delimiter + step, longer, ofSource);
        }
    }

    /**
     * Adds the columns of a source's row.
     *
     * @param before the row before the change; null where it is unknown
     */
    void addAll(Map<?, ?> image, @Nullable Map<?, ?> before) {
        this.before = before;
        image.forEach((key, value) -> {
            String name = text(key);
            if (!dropped.contains(name)) {
                flatten(new Place(name, List.of(name), true), value);
            }
        });
    }

    /** Adds what does not come from the source's row. */
    void add(String name, @Nullable Object value) {
        flatten(new Place(name, List.of(name), false), value);
    }

    Row build() {
        return new Row(null, columns, List.copyOf(unavailable));
    }

    private void flatten(Place place, @Nullable Object found) {
        boolean isMissing = place.ofSource() && found != null && unavailableValue.isPlain(found);
        Object value =
                !isMissing && place.ofSource() && found instanceof String text ? expanded(place.way(), text) : found;
        String delimiter = flattening.naming().delimiter();
        if (!isMissing && value instanceof Map<?, ?> map && !map.isEmpty() && flattening.takesApart(place.way())) {
            requireEnd(place.way().size());
            map.forEach((key, part) -> flatten(place.child(text(key), delimiter), part));
        } else if (!isMissing && value instanceof List<?> list && flattening.arrays() == ArrayMode.INDEX) {
            requireEnd(place.way().size());
            Step.Element.requireRoom(list, flattening.maxIndex());
            for (int i = 0; i <= flattening.maxIndex(); i++) {
                flatten(place.child(String.valueOf(i), delimiter), i < list.size() ? list.get(i) : null);
            }
        } else {
            addColumn(place, value, isMissing);
        }
    }

    private @Nullable Object expanded(List<String> way, String text) {
        if (!json.isOn() || !json.names(way)) {
            return text;
        }
        String name = String.join(".", way);
        Object parsed = JsonExpander.parsed(name, text);
        return json.mode() == JsonMode.MAP ? JsonExpander.texts(name, parsed) : parsed;
    }

    private void addColumn(Place place, @Nullable Object value, boolean isMissing) {
        String name = place.ofSource() ? flattening.naming().column(place.name()) : place.name();
        if (dropped.contains(name)) {
            return;
        }
        if (columns.containsKey(name)) {
            switch (flattening.naming().collision()) {
                case FAIL ->
                    throw new DataException(
                            "two values would become the field '" + name
                                    + "'. Choose another delimiter, another add.fields.prefix, or an answer in on.name.collision");
                case SUFFIX -> name = Naming.suffixed(name, columns.keySet());
                case FIRST -> {
                    return;
                }
                case LAST -> {
                    columns.remove(name);
                    unavailable.remove(name);
                }
            }
        }
        int depth = place.way().size();
        boolean isJson = value instanceof List && flattening.arrays() == ArrayMode.JSON;
        Object shown = isMissing ? inPlaceOf(value, place) : value;
        columns.put(
                name,
                isJson && shown != null
                        ? JsonText.of(null, shown)
                        : place.ofSource() ? copyOf(shown, place.way()) : copy(shown, depth));
        boolean known = missing.contains(place.way().get(0));
        if (isMissing || known || (place.ofSource() && value != null && containsPlaceholder(value, depth))) {
            unavailable.add(name);
        }
    }

    /** A map that is kept, with the JSON inside it expanded in its place. */
    private @Nullable Object copyOf(@Nullable Object value, List<String> way) {
        if (!(value instanceof Map<?, ?> map) || !json.areInside(way)) {
            return copy(value, way.size());
        }
        requireEnd(way.size());
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, part) -> {
            List<String> longer = new ArrayList<>(way);
            longer.add(String.valueOf(key));
            boolean isText = part instanceof String && !unavailableValue.isPlain(part);
            copy.put(key, isText ? expanded(longer, (String) part) : copyOf(part, longer));
        });
        return copy;
    }

    private @Nullable Object inPlaceOf(@Nullable Object placeholder, Place place) {
        return switch (mode) {
            case KEEP -> placeholder;
            case BEFORE -> {
                Object known = before;
                for (String step : place.way()) {
                    known = known instanceof Map<?, ?> map ? map.get(step) : null;
                }
                yield known == null || unavailableValue.isPlain(known) ? placeholder : known;
            }
            case NULL -> null;
            case FAIL ->
                throw new DataException("field '" + String.join(".", place.way()) + "': "
                        + Availability.refused().getMessage());
        };
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
