// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * An example of a reference page that can be run: a configuration, and what comes in and goes out with it, all in JSON.
 *
 * @param records the values that come in, and those that go out
 */
record PageExample(Map<String, String> configuration, Map<@Nullable Object, @Nullable Object> records) {
    private static final Map<String, Supplier<Transformation<SinkRecord>>> TRANSFORMS = Map.of(
            "dev.sluice.connect.transforms.FlattenCdc", FlattenCdc::new,
            "dev.sluice.connect.transforms.Flatten$Value", Flatten.Value::new,
            "dev.sluice.connect.transforms.ExpandJson$Value", ExpandJson.Value::new);
    private static final Pattern EXAMPLE = Pattern.compile(
            "```json\n(\"transforms\"[^`]+)```\n\n\\| in \\| out \\|\n\\|---\\|---\\|\n((?:\\|.*\\|\n)+)");
    private static final Pattern ROW = Pattern.compile("\\| `(.+)` \\| `(.+)` \\|");

    /** All of a page, in order. */
    static List<PageExample> of(String page) {
        List<PageExample> examples = new ArrayList<>();
        Matcher found = EXAMPLE.matcher(page);
        while (found.find()) {
            Map<String, String> configuration = new HashMap<>();
            ((Map<?, ?>) json("{" + found.group(1) + "}"))
                    .forEach((key, value) -> configuration.put((String) key, (String) value));
            Map<@Nullable Object, @Nullable Object> records = new HashMap<>();
            Matcher row = ROW.matcher(found.group(2));
            while (row.find()) {
                records.put(json(row.group(1)), json(row.group(2)));
            }
            examples.add(new PageExample(configuration, records));
        }
        return examples;
    }

    /** What goes out of the transform that is configured when this value comes in. */
    @Nullable Object run(@Nullable Object value) {
        String prefix = "transforms." + configuration.get("transforms") + ".";
        Map<String, String> own = new HashMap<>();
        configuration.forEach((key, setting) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), setting);
            }
        });
        own.put("config.strict", "true");
        Transformation<SinkRecord> transform = TRANSFORMS.get(own.get("type")).get();
        transform.configure(own);
        return transform.apply(Envelopes.record(null, null, value)).value();
    }

    private static @Nullable Object json(String text) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            return converter
                    .toConnectData("page", text.getBytes(StandardCharsets.UTF_8))
                    .value();
        }
    }
}
