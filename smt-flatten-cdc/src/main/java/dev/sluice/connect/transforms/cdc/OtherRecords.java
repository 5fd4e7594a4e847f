// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of records that are no change of a row. */
public enum OtherRecords {
    /** They go on as they are. */
    PASS,
    DROP,
    /** They are refused. */
    FAIL
}
