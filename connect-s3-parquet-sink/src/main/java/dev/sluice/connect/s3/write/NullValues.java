// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

/** The values of {@code behavior.on.null.values}: what becomes of a record without a value, which has no row to write. */
public enum NullValues {
    /** It is a bad record. */
    FAIL,
    /** It is skipped. */
    IGNORE
}
