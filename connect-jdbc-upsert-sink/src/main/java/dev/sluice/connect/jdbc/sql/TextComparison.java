// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** How the collation of a column compares texts. */
public enum TextComparison {
    /** Texts that differ are different to the column as well. */
    EXACT,
    /** Case, accents or other things do not count, but texts of small ASCII letters, digits and hyphens that differ are different. */
    PLAIN_IS_EXACT,
    UNKNOWN
}
