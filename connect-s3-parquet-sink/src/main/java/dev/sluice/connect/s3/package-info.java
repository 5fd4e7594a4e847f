// SPDX-License-Identifier: Apache-2.0
/** The S3 Parquet sink: what Connect instantiates, and its configuration. */
@NullMarked
package dev.sluice.connect.s3;

import org.jspecify.annotations.NullMarked;
