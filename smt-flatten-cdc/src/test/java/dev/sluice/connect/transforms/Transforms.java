// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** Configured transforms, and what tests ask of their results. */
final class Transforms {
    private Transforms() {}

    /** @param settings keys and values in turn */
    static FlattenCdc<SinkRecord> flattenCdc(String... settings) {
        return configured(new FlattenCdc<>(), settings);
    }

    /** @param settings keys and values in turn */
    static <T extends Transformation<SinkRecord>> T configured(T transform, String... settings) {
        Map<String, String> configuration = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            configuration.put(settings[i], settings[i + 1]);
        }
        transform.configure(configuration);
        return transform;
    }

    /** The values of all headers of a record; a name that occurs twice is an error. */
    static Map<String, @Nullable Object> headers(SinkRecord record) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Header header : record.headers()) {
            if (values.containsKey(header.key())) {
                throw new AssertionError("header " + header.key() + " is set twice");
            }
            values.put(header.key(), header.value());
        }
        return values;
    }
}
