// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** In which form decimals go on, those of a fixed and those of a variable scale. */
public enum DecimalMode {
    KEEP,
    STRING,
    DOUBLE,
    /** Connect's Decimal, of one scale for those whose scale varies. */
    DECIMAL
}
