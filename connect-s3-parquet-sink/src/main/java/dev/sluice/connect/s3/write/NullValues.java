// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

/** What becomes of a record without a value. */
public enum NullValues {
    /** It is a bad record. */
    FAIL,
    /** It is skipped. */
    IGNORE,
    /** It is skipped, and reported where bad records go, if they are tolerated. */
    REPORT,
    /** It is a row like any other. */
    WRITE
}
