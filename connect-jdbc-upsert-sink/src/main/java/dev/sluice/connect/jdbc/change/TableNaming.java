// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.function.UnaryOperator;
import org.apache.kafka.connect.errors.DataException;

/**
 * Which table a topic is written to.
 *
 * <p>The last dot parts schema and table; what stands before the schema is left out, so that Debezium's {@code server.public.orders}
 * is the table {@code orders} in the schema {@code public}. No name is ever read as SQL: it is quoted where it is used.
 *
 * @param format {@code ${topic}} stands for the record's topic
 * @param storedName how the database stores a name
 */
public record TableNaming(String format, UnaryOperator<String> storedName) {
    private static final String TOPIC = "${topic}";

    public TableId tableOf(String topic) {
        String[] parts = format.replace(TOPIC, topic).split("\\.", -1);
        String table = parts[parts.length - 1];
        String schema = parts.length == 1 ? null : parts[parts.length - 2];
        if (table.isEmpty() || (schema != null && schema.isEmpty())) {
            throw new DataException("the topic gives an empty schema or table name in table.name.format '" + format
                    + "'. Write the format so that text stands on both sides of each dot");
        }
        return new TableId(schema == null ? null : storedName.apply(schema), storedName.apply(table));
    }
}
