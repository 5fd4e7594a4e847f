// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

/** What becomes of a row that its source has deleted. */
public enum DeleteMode {
    /** It is deleted. */
    HARD,
    /** It stays, and a column says that it is deleted. */
    SOFT,
    /** It stays as it is. */
    IGNORE
}
