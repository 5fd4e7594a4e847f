// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What stands in a column whose value the source did not send. Its name is listed in the header in any case. */
public enum UnavailableMode {
    /** The placeholder. */
    KEEP,
    /** The value before the change, or the placeholder where that is unknown too. */
    BEFORE,
    NULL,
    /** The record is refused. */
    FAIL
}
