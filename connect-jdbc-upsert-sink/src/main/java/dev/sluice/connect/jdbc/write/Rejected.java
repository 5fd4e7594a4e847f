// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A record that the database does not take, and why. */
public record Rejected(SinkRecord record, DataException reason) {}
