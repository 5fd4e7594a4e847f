// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks.lake;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/** Distinct rows in memory, the same in every run. */
record Rows(Schema schema, List<Struct> pool) {
    private static final long START = 1_795_150_800_000L;
    private static final int CUSTOMERS = 100_000;
    private static final String[] STATUS = {"new", "paid", "packed", "shipped", "returned"};

    /** The order record of the feasibility study: 43 bytes in Avro, 23 in Parquet with snappy. */
    static Rows orders() {
        Schema position = SchemaBuilder.struct()
                .field("sku", Schema.INT32_SCHEMA)
                .field("quantity", Schema.INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("customer", Schema.STRING_SCHEMA)
                .field("amount", Schema.FLOAT64_SCHEMA)
                .field("items", Schema.INT32_SCHEMA)
                .field("ordered_at", Timestamp.SCHEMA)
                .field("status", Schema.STRING_SCHEMA)
                .field("position", position)
                .build();
        Random random = new Random(1);
        List<Struct> pool = new ArrayList<>();
        for (int i = 0; i < 500_000; i++) {
            pool.add(new Struct(schema)
                    .put("id", (long) i)
                    .put("customer", customer(random))
                    .put("amount", random.nextInt(1_000_000) / 100.0)
                    .put("items", random.nextInt(20))
                    .put("ordered_at", new Date(START + i * 7L))
                    .put("status", STATUS[random.nextInt(STATUS.length)])
                    .put(
                            "position",
                            new Struct(position)
                                    .put("sku", random.nextInt(10_000))
                                    .put("quantity", random.nextInt(9))));
        }
        return new Rows(schema, pool);
    }

    /** Integers, texts, doubles and instants in turn, half of them optional. */
    static Rows wide(int columns) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int column = 0; column < columns; column++) {
            SchemaBuilder type =
                    switch (column % 5) {
                        case 0 -> SchemaBuilder.int64();
                        case 1 -> SchemaBuilder.string();
                        case 2 -> SchemaBuilder.float64();
                        case 3 -> SchemaBuilder.int32();
                        default -> Timestamp.builder();
                    };
            builder.field(
                    "c" + column,
                    column % 2 == 0 ? type.build() : type.optional().build());
        }
        Schema schema = builder.build();
        Random random = new Random(2);
        List<Struct> pool = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Struct row = new Struct(schema);
            for (Field field : schema.fields()) {
                row.put(
                        field,
                        switch (field.index() % 5) {
                            case 0 -> (Object) (i * 100L + field.index());
                            case 1 -> customer(random);
                            case 2 -> random.nextInt(1_000_000) / 100.0;
                            case 3 -> random.nextInt(1_000);
                            default -> new Date(START + i * 7L);
                        });
            }
            pool.add(row);
        }
        return new Rows(schema, pool);
    }

    private static String customer(Random random) {
        return String.format("customer%04x", random.nextInt(CUSTOMERS) & 0xffff);
    }
}
