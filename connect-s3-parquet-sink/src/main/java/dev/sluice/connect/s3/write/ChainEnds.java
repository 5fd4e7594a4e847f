// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.ChainEnd;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.storage.ObjectStore;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds in the store where the chains of a topic-partition end.
 *
 * <p>A long chain takes many requests, and a batch may meet many chains. What was found out when a call has lasted too long is kept: the
 * next call goes on from there.
 */
final class ChainEnds {
    private static final Logger log = LoggerFactory.getLogger(ChainEnds.class);

    private final ObjectStore store;
    private final CallTime time;
    private @Nullable Search search;

    /**
     * A chain that is being listed.
     *
     * @param newest the newest file so far
     * @param token see {@link ObjectStore#list}
     */
    private record Search(
            String prefix,
            Optional<String> newest,
            @Nullable String token) {}

    ChainEnds(ObjectStore store, CallTime time) {
        this.store = store;
        this.time = time;
    }

    /** @throws RetriableException if the store fails for now, or the call has lasted too long; the call is to be made again */
    ChainEnd read(String prefix) {
        Optional<String> newest = newest(prefix);
        if (newest.isEmpty()) {
            return ChainEnd.EMPTY;
        }
        String key = newest.get();
        ChainEnd end = ChainEnd.read(
                key,
                store.metadata(key)
                        .orElseThrow(() -> new RetriableException(
                                "object '" + key + "' is listed and cannot be found; trying again")));
        log.info(
                "{} goes on after '{}': records below offset {} are in it or before it", prefix, key, end.nextOffset());
        return end;
    }

    /** What was found out so far may be out of date. */
    void forget() {
        search = null;
    }

    private Optional<String> newest(String prefix) {
        Search known = search;
        search = null;
        Search next =
                known != null && known.prefix().equals(prefix) ? known : new Search(prefix, Optional.empty(), null);
        while (true) {
            if (time.isOver()) {
                search = next;
                throw new RetriableException("looking in the store for what is written already of '" + prefix
                        + "' and others has taken " + CallTime.LIMIT.toSeconds()
                        + " s. The batch will be delivered again, and the search goes on; nothing is lost");
            }
            ObjectStore.Page page = store.list(prefix, next.token());
            Optional<String> newest = ObjectNames.newest(
                    prefix,
                    Stream.concat(next.newest().stream(), page.keys().stream()).toList());
            if (page.next() == null) {
                return newest;
            }
            next = new Search(prefix, newest, page.next());
        }
    }
}
