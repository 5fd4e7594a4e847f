// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.storage.ByteChunks;
import org.apache.kafka.common.TopicPartition;

/**
 * A whole file that is not visible yet. Its bytes and its tag stay the same over all tries to make it so.
 *
 * @param lane files of one lane become visible in the order in which they were finished
 */
public record FinishedFile(
        String key,
        String lane,
        TopicPartition topicPartition,
        long firstOffset,
        ByteChunks bytes,
        FileMetadata metadata,
        CloseCause cause) {}
