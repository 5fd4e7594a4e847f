// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema of expanded JSON comes from.
 *
 * @param mode for the columns that {@code given} does not name
 * @param given what the user says of the column at the end of each path
 */
public record JsonSchema(JsonSchemaMode mode, Map<List<String>, JsonShape> given) {
    private static final String NOTATION =
            "is neither grow nor infer nor a JSON object of a shape for each path: boolean, int64, float64, string or json;"
                    + " [shape] for arrays; {\"member\": shape} for objects";

    public JsonSchema {
        given = Map.copyOf(given);
    }

    /**
     * Reads {@code grow}, {@code infer}, or shapes written like the JSON that they describe: {@code {"data": {"a": "int64", "b": ["string"]}}}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static JsonSchema parse(String text) {
        for (JsonSchemaMode mode : JsonSchemaMode.values()) {
            if (text.strip().toLowerCase(Locale.ROOT).equals(mode.name().toLowerCase(Locale.ROOT))) {
                return new JsonSchema(mode, Map.of());
            }
        }
        Map<List<String>, JsonShape> given = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : object(text).entrySet()) {
            String path = (String) entry.getKey();
            given.put(FieldPath.parse(path).names(), shape(path, entry.getValue()));
        }
        return new JsonSchema(JsonSchemaMode.GROW, given);
    }

    Optional<JsonShape> givenAt(List<String> way) {
        return Optional.ofNullable(given.get(way));
    }

    private static Map<?, ?> object(String text) {
        try {
            if (JsonParser.parse(text) instanceof Map<?, ?> map && !map.isEmpty()) {
                return map;
            }
        } catch (DataException e) {
            throw new IllegalArgumentException(NOTATION + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(NOTATION);
    }

    private static JsonShape shape(String at, @Nullable Object written) {
        if (written instanceof Map<?, ?> map && !map.isEmpty()) {
            Map<String, JsonShape> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put((String) name, shape(at + "." + name, member)));
            return JsonShape.object(members);
        }
        if (written instanceof List<?> list && list.size() == 1) {
            return JsonShape.list(shape(at, list.get(0)));
        }
        return JsonShape.named(written)
                .orElseThrow(() -> new IllegalArgumentException(NOTATION + "; not so at '" + at + "'"));
    }
}
