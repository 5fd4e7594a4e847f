// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.header.Headers;

/** The headers by which the transform speaks to Sluice's sinks: their whole coupling. */
public final class CdcHeaders {
    /** STRING: the operation, one of {@code c u d r t m}. */
    public static final String OPERATION = "__op";

    /** ARRAY of STRING: the columns whose value the source did not send; absent where it sent all. */
    public static final String UNAVAILABLE = "__unavailable";

    static final Schema UNAVAILABLE_SCHEMA =
            SchemaBuilder.array(Schema.STRING_SCHEMA).build();

    private CdcHeaders() {}

    /** Lists these columns, and where there are none leaves the headers as they are. */
    static void setUnavailable(Headers headers, List<String> columns) {
        if (!columns.isEmpty()) {
            headers.remove(UNAVAILABLE);
            headers.add(UNAVAILABLE, columns, UNAVAILABLE_SCHEMA);
        }
    }
}
