// SPDX-License-Identifier: Apache-2.0
/** Connect schemas and values as Parquet, without Avro and without Hadoop at run time. */
@NullMarked
package dev.sluice.connect.s3.parquet;

import org.jspecify.annotations.NullMarked;
