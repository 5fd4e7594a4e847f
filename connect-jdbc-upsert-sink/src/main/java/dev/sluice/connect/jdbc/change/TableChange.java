// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import org.apache.kafka.connect.sink.SinkRecord;

/** One record, read: what it changes, where, and by which plan. */
public record TableChange(SinkRecord source, TableId table, RecordPlan plan, RowChange change) {}
