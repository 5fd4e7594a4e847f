// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.rotation.CloseCause;
import dev.sluice.connect.s3.storage.ByteChunks;

/** A whole file that is not visible yet. Its bytes and its tag stay the same over all tries to make it so. */
record FinishedFile(String key, long firstOffset, ByteChunks bytes, FileMetadata metadata, CloseCause cause) {}
