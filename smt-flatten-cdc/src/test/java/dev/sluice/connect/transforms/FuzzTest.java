// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/** Whatever arrives, under whatever options: a record that is valid, nothing, or an error of that record alone. */
class FuzzTest {
    private static final List<String> NAMES =
            List.of("op", "before", "after", "source", "id", "a", "a_b", "b", "ts_ms", "message", "__deleted", "größe");
    private static final List<String> TEXTS = List.of(
            "c",
            "u",
            "d",
            "r",
            "t",
            "m",
            "x",
            "",
            "__debezium_unavailable_value",
            "2026-11-20",
            "infinity",
            "{}",
            "{\"a\":[1,{\"b\":null}],\"b\":{\"a\":true}}");
    private static final List<String> JSON_TEXTS = List.of(
            "{\"\":1}",
            "{\"b\":{\"\":[1]}}",
            "{\"p_q\":1,\"p\":{\"q\":2}}",
            "{\"p\":{\"q\":2}}",
            "{\"x\":".repeat(64) + "1" + "}".repeat(64),
            "[".repeat(80),
            "{\"b\":1e400,\"c\":[1,[2]]}",
            "{\"c\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]}",
            "{\"a\":[]}",
            "[1]",
            "{",
            "null",
            "7");
    private static final Schema JSON_ENVELOPE =
            Envelopes.envelope(Envelopes.struct(fields -> fields.field("id", Schema.INT32_SCHEMA)
                    .field(
                            "data",
                            SchemaBuilder.string()
                                    .name("io.debezium.data.Json")
                                    .optional()
                                    .build())));
    private static final List<String> LOGICAL_NAMES = List.of(
            "io.debezium.time.Date",
            "io.debezium.time.MicroTimestamp",
            "io.debezium.time.ZonedTimestamp",
            "io.debezium.time.MicroTime",
            "io.debezium.data.Uuid",
            "io.debezium.data.Bits",
            "io.debezium.data.Json",
            "io.debezium.data.VariableScaleDecimal",
            "io.debezium.data.geometry.Point",
            "io.debezium.data.SparseDoubleVector",
            "io.debezium.data.FloatVector",
            "shop.Envelope",
            "io.debezium.connector.postgresql.MessageValue",
            "io.debezium.connector.common.Heartbeat");
    private static final Map<String, List<String>> OPTIONS = Map.ofEntries(
            Map.entry(
                    "delete.tombstone.handling.mode",
                    List.of("tombstone", "drop", "rewrite", "rewrite-with-tombstone")),
            Map.entry("truncate.handling.mode", List.of("drop", "pass", "rewrite", "fail")),
            Map.entry("message.events", List.of("pass", "drop", "unwrap")),
            Map.entry("flatten", List.of("true", "false")),
            Map.entry("flatten.max.depth", List.of("0", "1", "2")),
            Map.entry("flatten.key", List.of("true", "false")),
            Map.entry("flatten.exclude", List.of("", "a", "a.b")),
            Map.entry("array.mode", List.of("keep", "json", "index")),
            Map.entry("json.mode", List.of("string", "expand", "map")),
            Map.entry("json.fields", List.of("io.debezium.data.Json", "a", "a,b.a")),
            Map.entry("json.schema", List.of("grow", "infer")),
            Map.entry("map.mode", List.of("keep", "json")),
            Map.entry("name.case", List.of("keep", "camel", "snake")),
            Map.entry("name.sanitize", List.of("none", "sql")),
            Map.entry("on.name.collision", List.of("fail", "suffix", "first", "last")),
            Map.entry("schema.defaults", List.of("keep", "strip")),
            Map.entry("temporal.mode", List.of("keep", "connect", "iso", "epoch-millis", "epoch-micros")),
            Map.entry("special.temporal.values", List.of("keep", "null", "fail")),
            Map.entry("decimal.mode", List.of("keep", "string", "double", "decimal")),
            Map.entry("plain.types", List.of("", "uuid,bits,enum,geometry,vector")),
            Map.entry("unavailable.value.mode", List.of("keep", "before", "null", "fail")),
            Map.entry("replace.null.with.default", List.of("true", "false")),
            Map.entry(
                    "add.fields",
                    List.of("", "op,source,a.b,kafka.offset,before.a:x", "changed.fields,event.order,gtid")),
            Map.entry("add.headers", List.of("", "op,after,kafka.timestamp")),
            Map.entry("route.topic", List.of("", "${topic}", "${op}-${source.a}")),
            Map.entry("drop.fields.header.name", List.of("", "drop")),
            Map.entry("drop.fields.from.key", List.of("true", "false")));

    @Property(tries = 1500, seed = "20261120")
    void aStructGivesARecordOrNothingOrADataException(@ForAll long seed) {
        Random random = new Random(seed);
        Schema row = struct(random, 3, null);
        Struct value = (Struct) value(random, random.nextInt(4) > 0 ? envelope(random, row) : struct(random, 4, null));

        check(random, value.schema(), value);
    }

    @Property(tries = 1500, seed = "20261120")
    void aMapGivesARecordOrNothingOrADataException(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Object, @Nullable Object> value = map(random, 3);
        if (random.nextInt(4) > 0) {
            value.put("op", pick(random, TEXTS));
            value.put("before", random.nextBoolean() ? null : map(random, 3));
            value.put("after", random.nextBoolean() ? null : map(random, 3));
        }

        check(random, null, value);
    }

    /** What one record is refused for must not stay with the task. */
    @Property(tries = 400, seed = "20261120")
    void whateverCameBeforeAGoodRecordStillPasses(@ForAll long seed) {
        Random random = new Random(seed);
        String[] options = options(random);
        SinkRecord good = json("{\"a\":1}");
        Assume.that(isTaken(Transforms.flattenCdc(options), good));
        FlattenCdc<SinkRecord> transform = Transforms.flattenCdc(options);
        for (int i = 0; i < 8; i++) {
            SinkRecord other = random.nextInt(3) > 0 ? json(pick(random, JSON_TEXTS)) : any(random);
            Statistics.collect(isTaken(transform, other) ? "gone on" : "refused");
            assertThatCode(() -> transform.apply(good)).doesNotThrowAnyException();
        }
        Statistics.coverage(coverage -> coverage.check("refused").percentage(share -> share > 10));
    }

    private static boolean isTaken(FlattenCdc<SinkRecord> transform, SinkRecord record) {
        try {
            transform.apply(record);
            return true;
        } catch (DataException e) {
            return false;
        }
    }

    private static SinkRecord json(String text) {
        return new SinkRecord(
                "t", 0, null, null, JSON_ENVELOPE, Envelopes.event(JSON_ENVELOPE, "c", null, jsonRow(text)), 7);
    }

    private static Struct jsonRow(String text) {
        Schema row = JSON_ENVELOPE.field("after").schema();
        return new Struct(row).put("id", 7).put("data", text);
    }

    private static SinkRecord any(Random random) {
        Schema row = struct(random, 3, null);
        Struct value = (Struct) value(random, envelope(random, row));
        return new SinkRecord("t", 0, null, map(random, 1), value.schema(), value, 7);
    }

    @Property(tries = 1000, seed = "20261120")
    void aKeyOrValueThatIsNoEnvelopeGivesARecordOrADataException(@ForAll long seed) {
        Random random = new Random(seed);
        Schema schema = random.nextInt(4) == 0 ? schema(random, 3) : struct(random, 4, null);
        boolean plain = random.nextInt(3) == 0;
        Object part = plain ? map(random, 3) : value(random, schema);
        SinkRecord record = new SinkRecord("t", 0, plain ? null : schema, part, plain ? null : schema, part, 7);
        record.headers().add("__unavailable", List.of("a", "id"), null);
        String picture = Picture.of(record);
        try {
            Transformation<SinkRecord> transform = companion(random);
            SinkRecord result = transform.apply(record);
            requireValid(result.keySchema(), result.key());
            requireValid(result.valueSchema(), result.value());
            SinkRecord again = transform.apply(record);
            assertThat(Picture.of(again.value())).isEqualTo(Picture.of(result.value()));
            Statistics.collect("gone on");
        } catch (DataException e) {
            Statistics.collect("refused");
            assertThat(e).hasMessageContaining("t-0 offset 7");
        }
        assertThat(Picture.of(record)).isEqualTo(picture);
        Statistics.coverage(coverage -> {
            coverage.check("gone on").percentage(share -> share > 50);
            coverage.check("refused").percentage(share -> share > 1);
        });
    }

    private static Transformation<SinkRecord> companion(Random random) {
        List<Transformation<SinkRecord>> all = List.of(
                new Flatten.Key<>(),
                new Flatten.Value<>(),
                new ExpandJson.Key<>(),
                new ExpandJson.Value<>(),
                new DebeziumTypes.Key<>(),
                new DebeziumTypes.Value<>());
        Transformation<SinkRecord> transform = all.get(random.nextInt(all.size()));
        Map<String, String> options = new HashMap<>();
        // In order of name, so that a seed is a case.
        OPTIONS.keySet().stream().sorted().forEach(option -> {
            String choice = pick(random, OPTIONS.get(option));
            boolean effective = !(option.equals("json.mode") && choice.equals("string"));
            if (random.nextBoolean()
                    && effective
                    && transform.config().configKeys().containsKey(option)) {
                options.put(option, choice);
            }
        });
        if (transform.config().configKeys().containsKey("plain.types")) {
            options.put("plain.types", "uuid,bits,enum,geometry,vector");
        }
        transform.configure(options);
        return transform;
    }

    private static void requireValid(@Nullable Schema schema, @Nullable Object value) {
        if (schema != null) {
            ConnectSchema.validateValue(schema, value);
        }
        if (value instanceof Struct struct) {
            struct.validate();
            assertThat(schema).isSameAs(struct.schema());
        }
    }

    private static void check(Random random, @Nullable Schema schema, Object value) {
        SinkRecord record = new SinkRecord("t", 0, null, map(random, 1), schema, value, 7);
        if (random.nextBoolean()) {
            Struct key = (Struct) value(random, struct(random, 2, "key"));
            record = new SinkRecord("t", 0, key.schema(), key, schema, value, 7);
        }
        record.headers().add("drop", random.nextInt(9) == 0 ? "a" : List.of("a", "id"), null);
        String picture = Picture.of(record);
        try {
            FlattenCdc<SinkRecord> transform = Transforms.flattenCdc(options(random));
            SinkRecord result = transform.apply(record);
            if (result != null && result.value() instanceof Struct struct) {
                struct.validate();
                assertThat(result.valueSchema()).isSameAs(struct.schema());
            }
            SinkRecord again = transform.apply(record);
            assertThat(again == null).isEqualTo(result == null);
            collect(result == null ? "nothing" : result.value() == value ? "as it was" : "another");
        } catch (DataException e) {
            collect("refused");
            assertThat(e).hasMessageContaining("t-0 offset 7");
        }
        assertThat(Picture.of(record)).isEqualTo(picture);
    }

    /** A run in which everything is refused would prove little. */
    private static void collect(String outcome) {
        Statistics.collect(outcome);
        Statistics.coverage(coverage -> {
            coverage.check("another").percentage(share -> share > 8);
            coverage.check("refused").percentage(share -> share > 5);
            coverage.check("nothing").percentage(share -> share > 2);
            coverage.check("as it was").percentage(share -> share > 5);
        });
    }

    private static String[] options(Random random) {
        List<String> options = new ArrayList<>();
        // In order of name, so that a seed is a case.
        OPTIONS.keySet().stream().sorted().forEach(option -> {
            if (random.nextBoolean()) {
                options.add(option);
                options.add(pick(random, OPTIONS.get(option)));
            }
        });
        return options.toArray(String[]::new);
    }

    private static Schema envelope(Random random, Schema row) {
        SchemaBuilder builder = SchemaBuilder.struct().name("shop.Envelope");
        builder.field("op", random.nextInt(20) == 0 ? Schema.INT32_SCHEMA : Schema.STRING_SCHEMA);
        if (random.nextInt(10) > 0) {
            builder.field("before", random.nextInt(5) == 0 ? struct(random, 2, null) : row);
        }
        if (random.nextInt(10) > 0) {
            builder.field("after", row);
        }
        builder.field("source", struct(random, 1, null));
        return builder.build();
    }

    private static Schema struct(Random random, int depth, @Nullable String name) {
        SchemaBuilder builder = SchemaBuilder.struct().optional().name(name);
        List<String> names = new ArrayList<>(NAMES);
        for (int i = random.nextInt(5); i >= 0; i--) {
            builder.field(names.remove(random.nextInt(names.size())), schema(random, depth - 1));
        }
        return builder.build();
    }

    private static Schema schema(Random random, int depth) {
        SchemaBuilder builder =
                switch (random.nextInt(depth <= 0 ? 9 : 13)) {
                    case 0 -> SchemaBuilder.bool();
                    case 1 -> SchemaBuilder.int32();
                    case 2 -> SchemaBuilder.int64();
                    case 3 -> SchemaBuilder.float64();
                    case 4, 5 -> SchemaBuilder.string();
                    case 6 -> SchemaBuilder.bytes();
                    case 7 -> Decimal.builder(2);
                    case 8 -> Timestamp.builder();
                    case 9 -> SchemaBuilder.array(schema(random, depth - 1));
                    case 10 -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(random, depth - 1));
                    default -> {
                        SchemaBuilder nested = SchemaBuilder.struct();
                        struct(random, depth - 1, null)
                                .fields()
                                .forEach(field -> nested.field(field.name(), field.schema()));
                        yield nested;
                    }
                };
        if (builder.name() == null && random.nextInt(3) == 0) {
            builder.name(pick(random, LOGICAL_NAMES));
        }
        // A builder takes no struct for a default.
        if (builder.type() != Schema.Type.STRUCT && random.nextInt(4) == 0) {
            builder.defaultValue(value(random, builder));
        }
        return random.nextBoolean() ? builder.optional().build() : builder.build();
    }

    private static Object value(Random random, Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return new BigDecimal("7.25");
        }
        if (Timestamp.LOGICAL_NAME.equals(schema.name())) {
            return new Date(random.nextLong());
        }
        return switch (schema.type()) {
            case BOOLEAN -> random.nextBoolean();
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextInt();
            case INT64 -> random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextLong();
            case FLOAT32 -> random.nextFloat();
            case FLOAT64 -> random.nextInt(5) == 0 ? Double.NaN : random.nextDouble();
            case STRING -> pick(random, TEXTS);
            case BYTES -> new byte[random.nextInt(3)];
            case ARRAY -> random.nextBoolean() ? List.of() : List.of(value(random, schema.valueSchema()));
            case MAP -> Map.of(pick(random, TEXTS), value(random, schema.valueSchema()));
            case STRUCT -> {
                Struct struct = new Struct(schema);
                for (Field field : schema.fields()) {
                    if (!field.schema().isOptional() || random.nextInt(3) > 0) {
                        struct.put(field, value(random, field.schema()));
                    }
                }
                yield struct;
            }
        };
    }

    private static Map<Object, @Nullable Object> map(Random random, int depth) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(random.nextInt(30) == 0 ? i : pick(random, NAMES), plain(random, depth - 1));
        }
        return map;
    }

    private static @Nullable Object plain(Random random, int depth) {
        return switch (random.nextInt(depth <= 0 ? 6 : 8)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3 -> random.nextDouble();
            case 4, 5 -> pick(random, TEXTS);
            case 6 -> {
                List<@Nullable Object> list = new ArrayList<>();
                list.add(plain(random, depth - 1));
                list.add(plain(random, depth - 1));
                yield list;
            }
            default -> map(random, depth - 1);
        };
    }

    private static String pick(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
