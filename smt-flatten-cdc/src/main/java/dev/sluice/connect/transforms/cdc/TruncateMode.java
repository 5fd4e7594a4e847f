// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of the event that a whole table was emptied. */
public enum TruncateMode {
    DROP,
    /** The envelope goes on as it is, with the header {@code __op}. */
    PASS,
    /** A null value goes on, with the header {@code __op}. */
    REWRITE,
    /** The record is refused. */
    FAIL
}
