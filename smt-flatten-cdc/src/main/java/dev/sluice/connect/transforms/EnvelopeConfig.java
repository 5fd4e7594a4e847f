// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.Detection;
import dev.sluice.connect.transforms.cdc.EnvelopeSettings;
import dev.sluice.connect.transforms.cdc.MessageMode;
import dev.sluice.connect.transforms.cdc.OtherRecords;

/** The keys that decide which records are unwrapped, and what becomes of the others. */
final class EnvelopeConfig {
    static final ConfigKey<Detection> DETECTION = ConfigKey.oneOf("envelope.detection", Detection.class, '-')
            .defaultTo("auto")
            .doc("What makes a value an envelope. schema-name: a schema whose name ends with .Envelope. structure:"
                    + " a STRING op, and rows in before and after, with a schema or without; also within {schema,"
                    + " payload}. auto: either of the two.");

    static final ConfigKey<OtherRecords> OTHERS = ConfigKey.oneOf("non.cdc.records", OtherRecords.class, '-')
            .defaultTo("pass")
            .displayName("Records that are no change events")
            .doc("What becomes of records that have nothing to do with change data. pass: they go on unchanged."
                    + " fail: each is refused.");

    static final ConfigKey<OtherRecords> CONTROL = ConfigKey.oneOf("control.records", OtherRecords.class, '-')
            .defaultTo("pass")
            .doc("What becomes of what Debezium writes about itself: heartbeats, schema changes, transaction"
                    + " bounds, notifications. pass: they go on unchanged, as a source connector needs them. fail:"
                    + " each is refused.");

    static final ConfigKey<MessageMode> MESSAGES = ConfigKey.oneOf("message.events", MessageMode.class, '-')
            .defaultTo("pass")
            .displayName("Logical messages")
            .doc("What becomes of messages that an application wrote into the log of its database (op m). pass:"
                    + " they go on unchanged. unwrap: prefix and content become a row.");

    private EnvelopeConfig() {}

    static EnvelopeSettings settings(ConfigValues values) {
        return new EnvelopeSettings(
                values.get(DETECTION), values.get(OTHERS), values.get(CONTROL), values.get(MESSAGES));
    }
}
