// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

/**
 * What an open file has taken in so far.
 *
 * @param bytes what it would weigh if it closed now; an estimate
 * @param firstTimestamp the time its first record counts as of, in epoch milliseconds
 */
public record FileProgress(long records, long bytes, long firstTimestamp) {}
