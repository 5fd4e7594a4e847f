// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import java.time.Duration;

/**
 * How files are made.
 *
 * @param partSize bytes of one request to the store
 * @param retryBackoff how long the worker waits before it delivers a batch again
 */
public record WriterSettings(
        String connector,
        RotationPolicy rotation,
        ObjectNames names,
        Codec codec,
        NullValues nullValues,
        int partSize,
        Duration retryBackoff) {}
