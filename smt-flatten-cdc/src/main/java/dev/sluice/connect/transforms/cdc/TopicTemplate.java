// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a topic with places for values of the envelope: {@code ${source.db}.${source.table}}.
 *
 * @param parts in the order in which they are joined
 */
public record TopicTemplate(List<Part> parts) {
    /** Stands for the topic that the record has. */
    static final String TOPIC = "topic";

    /**
     * @param text a reference as {@link MetadataField} has them where {@code isReference}, else what goes into the name as it is
     */
    record Part(String text, boolean isReference) {}

    public TopicTemplate {
        parts = List.copyOf(parts);
    }

    /**
     * @param text empty for the template that changes nothing
     * @throws IllegalArgumentException where a place is not closed or has no name
     */
    public static TopicTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("${", at);
            if (open != at) {
                int end = open < 0 ? text.length() : open;
                parts.add(new Part(text.substring(at, end), false));
                at = end;
                continue;
            }
            int close = text.indexOf('}', open);
            String reference = close < 0 ? "" : text.substring(open + 2, close).strip();
            if (("." + reference + ".").contains("..")) {
                throw new IllegalArgumentException(
                        "'" + text + "' has a place that is not written ${field}, ${struct.field} or ${topic}");
            }
            parts.add(new Part(reference, true));
            at = close + 1;
        }
        return new TopicTemplate(parts);
    }
}
