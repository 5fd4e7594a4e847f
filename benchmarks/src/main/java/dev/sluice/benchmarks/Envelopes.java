// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Updates as Debezium writes those of PostgreSQL: the new row whole, no old one, all metadata. */
final class Envelopes {
    private static final long MICROS = 1_763_625_600_123_456L;

    private Envelopes() {}

    static SinkRecord[] records(int columns, Traffic traffic) {
        Map<Integer, Schema> schemas = new HashMap<>();
        SinkRecord[] records = new SinkRecord[traffic.records()];
        for (int i = 0; i < records.length; i++) {
            int table = traffic.tableOf(i);
            Schema schema =
                    schemas.computeIfAbsent(traffic.instanceOf(i), ignored -> envelopeSchema("t" + table, columns));
            records[i] = new SinkRecord(
                    "bench.public.t" + table,
                    0,
                    null,
                    null,
                    schema,
                    update(schema, "t" + table, i),
                    i,
                    MICROS / 1000,
                    TimestampType.CREATE_TIME);
        }
        return records;
    }

    private static Struct update(Schema schema, String table, int number) {
        Struct row = new Struct(schema.field("after").schema());
        for (Field column : row.schema().fields()) {
            row.put(column, value(column.index(), number));
        }
        Struct source = new Struct(schema.field("source").schema())
                .put("version", "3.6.1.Final")
                .put("connector", "postgresql")
                .put("name", "bench")
                .put("ts_ms", MICROS / 1000)
                .put("db", "bench")
                .put("schema", "public")
                .put("table", table)
                .put("txId", 700L + number)
                .put("lsn", 24_000_000L + number);
        return new Struct(schema)
                .put("after", row)
                .put("source", source)
                .put("op", "u")
                .put("ts_ms", MICROS / 1000 + number);
    }

    private static Object value(int column, int number) {
        return switch (column % 5) {
            case 0 -> number;
            case 1 -> "customer " + number;
            case 2 -> BigDecimal.valueOf(number, 2);
            case 3 -> MICROS + number;
            default -> number % 2 == 0;
        };
    }

    private static Schema envelopeSchema(String table, int columns) {
        String name = "bench.public." + table;
        Schema row = rowSchema(name, columns);
        return SchemaBuilder.struct()
                .name(name + ".Envelope")
                .version(2)
                .field("before", row)
                .field("after", row)
                .field("source", sourceSchema())
                .field("op", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    private static Schema rowSchema(String name, int columns) {
        SchemaBuilder row = SchemaBuilder.struct().optional().name(name + ".Value");
        for (int i = 0; i < columns; i++) {
            row.field("column_" + i, columnSchema(i));
        }
        return row.build();
    }

    private static Schema columnSchema(int column) {
        return switch (column % 5) {
            case 0 -> Schema.INT32_SCHEMA;
            case 1 -> Schema.OPTIONAL_STRING_SCHEMA;
            case 2 -> Decimal.builder(2).optional().build();
            case 3 ->
                SchemaBuilder.int64()
                        .optional()
                        .name("io.debezium.time.MicroTimestamp")
                        .version(1)
                        .build();
            default -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
        };
    }

    private static Schema sourceSchema() {
        return SchemaBuilder.struct()
                .name("io.debezium.connector.postgresql.Source")
                .version(1)
                .field("version", Schema.STRING_SCHEMA)
                .field("connector", Schema.STRING_SCHEMA)
                .field("name", Schema.STRING_SCHEMA)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field("db", Schema.STRING_SCHEMA)
                .field("schema", Schema.STRING_SCHEMA)
                .field("table", Schema.STRING_SCHEMA)
                .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
                .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }
}
