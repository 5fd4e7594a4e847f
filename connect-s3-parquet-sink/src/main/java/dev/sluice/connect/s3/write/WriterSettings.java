// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import java.time.Duration;

/**
 * How files are made.
 *
 * @param origin what this connector writes into the metadata of its files about itself
 * @param oneFileAtATime whether a topic-partition has one open file only, so that a visible file proves all lower offsets visible: for
 *     directories that are no function of the record
 * @param partSize bytes of one request to the store
 * @param retryBackoff how long the worker waits before it delivers a batch again
 */
public record WriterSettings(
        FileMetadata.Origin origin,
        boolean oneFileAtATime,
        RotationPolicy rotation,
        ObjectNames names,
        FileFormat format,
        NullValues nullValues,
        int partSize,
        Duration retryBackoff) {}
