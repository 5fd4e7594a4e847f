// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What makes a value an envelope. */
public enum Detection {
    /** Either of the two. */
    AUTO,
    /** A schema whose name ends with {@code .Envelope}. */
    SCHEMA_NAME,
    /** {@code op}, {@code before} and {@code after}, with a schema or without. */
    STRUCTURE;

    boolean byName() {
        return this != STRUCTURE;
    }

    boolean byStructure() {
        return this != SCHEMA_NAME;
    }
}
