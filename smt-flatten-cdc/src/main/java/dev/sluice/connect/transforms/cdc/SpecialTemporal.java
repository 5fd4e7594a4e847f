// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of PostgreSQL's infinite dates and timestamps where temporal values are converted. */
public enum SpecialTemporal {
    /** They are converted like any other, to a far date. */
    KEEP,
    NULL,
    /** The record is refused. */
    FAIL
}
