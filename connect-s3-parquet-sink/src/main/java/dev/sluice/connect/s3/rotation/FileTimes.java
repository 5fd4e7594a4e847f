// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the wall clock knows of an open file.
 *
 * @param lastRecordAt when it last took in a record
 * @param windowEnd when the time ends that its directory stands for; null where that stands for none
 */
public record FileTimes(
        Instant openedAt, Instant lastRecordAt, @Nullable Instant windowEnd) {}
