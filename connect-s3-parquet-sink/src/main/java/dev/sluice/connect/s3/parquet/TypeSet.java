// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

/** The values of {@code parquet.types}: which of Parquet's types columns may have. */
public enum TypeSet {
    /** All that say best what a value is. */
    STANDARD,
    /** Those that Spark reads: one column of another type makes a whole table unreadable to it. */
    SPARK
}
