// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers given last, so that a stream that goes back and forth between a few of them builds each once. */
final class RecentAnswers<K> {
    private static final int REMEMBERED = 1024;

    private final Map<K, String> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Nullable String get(K key) {
        return answers.get(key);
    }

    void put(K key, String answer) {
        answers.put(key, answer);
    }

    void clear() {
        answers.clear();
    }
}
