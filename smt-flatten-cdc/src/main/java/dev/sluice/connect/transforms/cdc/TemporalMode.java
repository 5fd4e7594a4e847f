// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** In which form dates, times and timestamps go on. */
public enum TemporalMode {
    KEEP,
    /** Connect's own types, in milliseconds. */
    CONNECT,
    /** ISO-8601 text. */
    ISO,
    EPOCH_MILLIS,
    EPOCH_MICROS
}
