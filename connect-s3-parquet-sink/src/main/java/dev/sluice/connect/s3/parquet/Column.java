// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import org.apache.parquet.schema.Type;

/** A Parquet type together with what writes it: one decision, so that the two cannot disagree. */
record Column(Type type, ValueWriter writer) {}
