// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** Where the schema of expanded JSON comes from. */
public enum JsonSchemaMode {
    /** From all values of the topic so far: fields are added, and types widened, but never the reverse. */
    GROW,
    /** From this value alone. */
    INFER
}
