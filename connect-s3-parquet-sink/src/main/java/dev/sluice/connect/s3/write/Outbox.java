// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.s3.commit.Committer;
import dev.sluice.connect.s3.commit.FinishedFile;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Finished files on their way out: gathered during a call of the worker, handed to the committer at its end. */
final class Outbox {
    private final Committer committer;
    private final ErrantRecords errantRecords;
    private final List<FinishedFile> flush = new ArrayList<>();
    private long flushBytes;

    Outbox(Committer committer, ErrantRecords errantRecords) {
        this.committer = committer;
        this.errantRecords = errantRecords;
    }

    void add(FinishedFile file) {
        flush.add(file);
        flushBytes += file.bytes().heldBytes();
    }

    void send() {
        if (flush.isEmpty()) {
            return;
        }
        // Once a file is visible, a restart skips the records before its end, also those that are being set aside.
        errantRecords.await();
        committer.commit(List.copyOf(flush));
        flush.clear();
        flushBytes = 0;
    }

    /** Drops the topic-partition's files that are not visible. */
    void forget(TopicPartition topicPartition) {
        flush.removeIf(file -> file.topicPartition().equals(topicPartition));
        flushBytes = flush.stream().mapToLong(file -> file.bytes().heldBytes()).sum();
        committer.forget(topicPartition);
    }

    long heldBytes() {
        return committer.heldBytes() + flushBytes;
    }
}
