// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How files are made.
 *
 * @param origin what this connector writes into the metadata of its files about itself
 * @param oneFileAtATime whether a topic-partition has one open file only, so that a visible file proves all lower offsets visible: for
 *     directories that are no function of the record
 * @param maxOpenFiles how many files of a task may be open at once; null for any number
 * @param memoryBudget bytes of heap in open files and uploads of a task
 * @param uploadThreads requests of uploads that a task may have under way at once
 * @param partSize bytes of one request to the store
 * @param retryBackoff how long to wait before what the store refused for now is tried again
 * @param shutdownTimeout how long to wait for open files to become visible when they are given up
 */
public record WriterSettings(
        FileMetadata.Origin origin,
        boolean oneFileAtATime,
        RotationPolicy rotation,
        ObjectNames names,
        FileFormat format,
        NullValues nullValues,
        @Nullable Integer maxOpenFiles,
        long memoryBudget,
        int uploadThreads,
        int partSize,
        Duration retryBackoff,
        Duration shutdownTimeout) {}
