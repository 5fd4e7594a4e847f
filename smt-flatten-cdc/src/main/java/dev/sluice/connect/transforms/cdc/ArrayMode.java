// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of an array. */
public enum ArrayMode {
    KEEP,
    /** A column of JSON text. */
    JSON,
    /** A column for each of its first elements. */
    INDEX
}
