// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of a text that is JSON. */
public enum JsonMode {
    /** It stays one. */
    STRING,
    /** Its members become fields. */
    EXPAND,
    /** Its members become entries of a map of texts. */
    MAP
}
