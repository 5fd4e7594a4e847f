// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * Which records are unwrapped, and what becomes of the others.
 *
 * @param others records that have nothing to do with change data
 * @param control what Debezium says about itself: heartbeats, schema changes, transactions, notifications
 */
public record EnvelopeSettings(Detection detection, OtherRecords others, OtherRecords control, MessageMode messages) {}
