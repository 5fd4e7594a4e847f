// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.jspecify.annotations.Nullable;

/** Turns a value of the source into one of its column. */
@FunctionalInterface
interface Conversion {
    Conversion NONE = value -> value;

    /** @throws org.apache.kafka.connect.errors.DataException if it cannot be turned, without the value */
    @Nullable Object convert(Object value);
}
