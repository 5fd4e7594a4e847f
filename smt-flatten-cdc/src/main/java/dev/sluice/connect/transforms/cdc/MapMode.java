// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of a map that has a schema. */
public enum MapMode {
    KEEP,
    /** A column of JSON text. */
    JSON
}
