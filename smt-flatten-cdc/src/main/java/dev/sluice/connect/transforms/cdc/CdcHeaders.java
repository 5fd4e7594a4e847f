// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** The headers by which the transform speaks to Sluice's sinks: their whole coupling. */
public final class CdcHeaders {
    /** STRING: the operation, one of {@code c u d r t m}. */
    public static final String OPERATION = "__op";

    /** ARRAY of STRING: the columns whose value the source did not send; absent where it sent all. */
    public static final String UNAVAILABLE = "__unavailable";

    static final Schema UNAVAILABLE_SCHEMA =
            SchemaBuilder.array(Schema.STRING_SCHEMA).build();

    private CdcHeaders() {}
}
