// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigValues;
import org.apache.kafka.common.config.ConfigDef;

/** What is promised about crashes. */
final class DeliveryKeys {
    record Delivery(boolean exactlyOnce, String offsetTable) {}

    static final ConfigKey<Boolean> EXACTLY_ONCE_ENABLED = ConfigKey.bool("exactly.once.enabled")
            .defaultTo(false)
            .dependents("exactly.once.table")
            .doc(
                    "Whether the offsets are kept in a table of the database, in the transaction that writes the rows. Each record"
                            + " then changes the tables once, whatever fails, also with insert.mode=insert into a table without a key."
                            + " From then on the table says where a task begins.");

    static final ConfigKey<String> EXACTLY_ONCE_TABLE = ConfigKey.string("exactly.once.table")
            .defaultTo("sluice_connect_offsets")
            .validatedBy(new ConfigDef.NonEmptyString())
            .importance(ConfigDef.Importance.LOW)
            .doc(
                    "The table for the offsets, created where it does not exist. A dot parts schema and table. Connectors may share"
                            + " it: it has a row for each connector, topic and partition.");

    private DeliveryKeys() {}

    static void addTo(ConfigTable.Builder table) {
        table.group("Delivery", EXACTLY_ONCE_ENABLED, EXACTLY_ONCE_TABLE);
    }

    static Delivery delivery(ConfigValues values) {
        return new Delivery(values.get(EXACTLY_ONCE_ENABLED), values.get(EXACTLY_ONCE_TABLE));
    }
}
