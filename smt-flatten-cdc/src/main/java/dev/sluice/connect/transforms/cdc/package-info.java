// SPDX-License-Identifier: Apache-2.0
/**
 * From a Debezium envelope to a flat row: pure but for log lines, and without knowledge of Kafka's configuration.
 *
 * <p>Start reading at {@link dev.sluice.connect.transforms.cdc.CdcEngine}, which decides what becomes of a record;
 * {@code CdcPlan} is what was worked out once per envelope schema, {@code RowPlan} how a row is copied out of it.
 */
@NullMarked
package dev.sluice.connect.transforms.cdc;

import org.jspecify.annotations.NullMarked;
