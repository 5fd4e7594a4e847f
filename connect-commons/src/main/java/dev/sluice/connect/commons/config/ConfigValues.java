// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import java.util.HashMap;
import java.util.Map;

/** The values of a {@link ConfigTable}'s keys in one configuration, each checked by its validator. */
public final class ConfigValues {
    private final Map<String, Object> parsed;
    private final Map<String, String> originals;

    ConfigValues(Map<String, Object> parsed, Map<String, String> originals) {
        this.parsed = parsed;
        this.originals = Map.copyOf(originals);
    }

    public <T> T get(ConfigKey<T> key) {
        return key.read(parsed);
    }

    /** True where the user wrote the key, even with its default value. */
    public boolean isSet(ConfigKey<?> key) {
        return originals.containsKey(key.name());
    }

    /** What the user wrote under a prefix, with the prefix taken off. */
    public Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new HashMap<>();
        originals.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return Map.copyOf(found);
    }
}
