// SPDX-License-Identifier: Apache-2.0
/** The S3 sink beside the bare loop that it is made of: parquet-java writing the same rows. */
@NullMarked
package dev.sluice.benchmarks.lake;

import org.jspecify.annotations.NullMarked;
