// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Checks a list of pairs {@code source:column}. The last colon parts them, as names of headers may hold some.
 *
 * @param what the source is, for messages
 * @param known the sources there are; any, when empty
 */
record ColumnNames(String what, Set<String> known) implements ConfigDef.Validator {

    @Override
    public void ensureValid(String name, Object value) {
        Set<String> seen = new TreeSet<>();
        for (Object element : (List<?>) value) {
            String pair = String.valueOf(element);
            int colon = pair.lastIndexOf(':');
            if (colon < 1 || colon == pair.length() - 1) {
                throw new ConfigException(name, pair, "write each as " + what + ":column");
            }
            String source = pair.substring(0, colon);
            if (!known.isEmpty() && !known.contains(source)) {
                throw new ConfigException(
                        name, pair, "there is no " + what + " '" + source + "'; there are " + new TreeSet<>(known));
            }
            if (!seen.add(source)) {
                throw new ConfigException(name, pair, what + " '" + source + "' is named twice");
            }
        }
    }

    /** Columns by their sources, in the order given. */
    static Map<String, String> pairs(List<String> list) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list) {
            int colon = pair.lastIndexOf(':');
            pairs.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return pairs;
    }

    @Override
    public String toString() {
        return "pairs " + what + ":column"
                + (known.isEmpty() ? "" : ", with " + what + " one of " + new TreeSet<>(known));
    }
}
