// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.commit.FinishedFile;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The chains of a topic-partition that are remembered: all that have a file pending, and the ones used last. */
final class Chains {
    /** A forgotten chain is read from the store again when it is met again, so this bounds memory and nothing else. */
    private static final int REMEMBERED = 256;

    private final Map<Key, Chain> chains = new LinkedHashMap<>(16, 0.75f, true);
    private String lastTopic = "";
    private String lastDirectory = "";
    private @Nullable Chain last;

    private record Key(String topic, String directory) {}

    @Nullable Chain get(String topic, String directory) {
        // Nearly every record goes where the one before it went.
        if (last != null && directory.equals(lastDirectory) && topic.equals(lastTopic)) {
            return last;
        }
        Chain found = chains.get(new Key(topic, directory));
        if (found != null) {
            remember(topic, directory, found);
        }
        return found;
    }

    /** @param position of the topic-partition, see {@link Chain#holdsBack} */
    void add(String topic, String directory, Chain chain, long position) {
        chains.put(new Key(topic, directory), chain);
        remember(topic, directory, chain);
        Iterator<Chain> eldestFirst = chains.values().iterator();
        while (chains.size() > REMEMBERED && eldestFirst.hasNext()) {
            Chain eldest = eldestFirst.next();
            if (eldest != chain && eldest.holdsBack(position).isEmpty()) {
                eldestFirst.remove();
            }
        }
    }

    List<OpenFile> open() {
        return chains.values().stream()
                .map(Chain::open)
                .filter(Objects::nonNull)
                .toList();
    }

    boolean isPending() {
        return chains.values().stream().anyMatch(Chain::isPending);
    }

    /** The chain whose next file this is; empty where the file was given up. */
    Optional<Chain> awaiting(FinishedFile file) {
        return chains.values().stream().filter(chain -> chain.isNext(file)).findFirst();
    }

    OptionalLong holdsBack(long position) {
        return chains.values().stream()
                .map(chain -> chain.holdsBack(position))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    void clear() {
        chains.clear();
        last = null;
    }

    private void remember(String topic, String directory, Chain chain) {
        lastTopic = topic;
        lastDirectory = directory;
        last = chain;
    }
}
