// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.apache.kafka.connect.data.Schema;

/**
 * The field by which the rewrite modes tell a deleted row from a living one.
 *
 * @param asBoolean {@code true} and {@code false} as an optional BOOLEAN, rather than as Debezium's optional STRING
 */
public record DeletedMark(String name, boolean asBoolean) {
    Schema schema() {
        return asBoolean ? Schema.OPTIONAL_BOOLEAN_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA;
    }

    Object value(boolean deleted) {
        return asBoolean ? (Object) deleted : String.valueOf(deleted);
    }
}
