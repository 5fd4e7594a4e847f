// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.fence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.common.TopicPartition;

/** The number under which a database knows the lock of a connector's topic-partition: 64 bits of a hash. */
final class LockKey {
    private static final String SCOPE = "sluice-jdbc-upsert-sink";

    private LockKey() {}

    static long of(String connector, TopicPartition partition) {
        // No name of a topic holds a line feed, so that no two connectors and topics run together into one text.
        String text = SCOPE + "\n" + partition.topic() + "\n" + partition.partition() + "\n" + connector;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
