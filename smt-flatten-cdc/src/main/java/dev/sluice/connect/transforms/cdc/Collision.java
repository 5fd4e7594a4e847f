// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/** What becomes of two values that would get one name. */
public enum Collision {
    /** The record is refused. */
    FAIL,
    /** The later one gets a number behind its name: {@code _2}, {@code _3}. */
    SUFFIX,
    /** The later one is left out. */
    FIRST,
    /** The earlier one is left out. */
    LAST
}
