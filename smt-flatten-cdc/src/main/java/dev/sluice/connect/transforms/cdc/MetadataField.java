// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * A value of the envelope, or of the record's place in Kafka, that the user wants beside the row.
 *
 * @param reference where it is found: {@code name}, {@code struct.name} at any depth, or {@code kafka.offset} and its like
 * @param outputName the name of the field or header it becomes
 */
public record MetadataField(String reference, String outputName) {
    /**
     * Reads Debezium's notation.
     *
     * @param text {@code reference}, named after itself with its dots as underscores, or {@code reference:newName}
     * @param prefix comes before either name
     * @throws IllegalArgumentException where a name is empty
     */
    public static MetadataField parse(String text, String prefix) {
        int colon = text.indexOf(':');
        String reference = (colon < 0 ? text : text.substring(0, colon)).strip();
        String name = colon < 0
                ? reference.replace('.', '_')
                : text.substring(colon + 1).strip();
        if (name.isEmpty() || ("." + reference + ".").contains("..")) {
            throw new IllegalArgumentException("'" + text + "' is neither 'field', 'struct.field' nor 'field:newName'");
        }
        return new MetadataField(reference, prefix + name);
    }
}
