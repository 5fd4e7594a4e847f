// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonShapeTest {
    @Test
    void fieldsAreAddedAndTypesWidened() {
        assertThat(union("{\"a\":1}", "{\"b\":true}").schema().fields())
                .extracting(field -> field.name() + ":" + field.schema().type())
                .containsExactly("a:INT64", "b:BOOLEAN");
        assertThat(union("1", "0.5").schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
        assertThat(union("null", "\"a\"").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(union("[1]", "[]").schema().valueSchema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
    }

    @Test
    void whereTypesDisagreeThereIsJson() {
        for (JsonShape shape : List.of(union("1", "\"a\""), union("{}", "[]"), union("[1]", "1"), union("true", "1"))) {
            assertThat(shape.schema().name()).isEqualTo("io.debezium.data.Json");
        }
        JsonShape shape = union("1", "{\"a\":[true]}");
        assertThat(shape.shaped(shape.schema(), JsonParser.parse("{\"a\":[true]}")))
                .isEqualTo("{\"a\":[true]}");
    }

    @Test
    void numbersThatNoTypeHoldsExactlyAreJson() {
        assertThat(shape("9223372036854775808").schema().name()).isEqualTo("io.debezium.data.Json");
        assertThat(shape("1e400").schema().name()).isEqualTo("io.debezium.data.Json");
    }

    @Test
    void whatIsUnknownIsNoColumn() {
        for (String text : List.of("null", "{}", "[]", "{\"a\":null}", "[null]", "[{}]")) {
            assertThat(shape(text).schema()).isNull();
        }
    }

    @Test
    void anObjectWhoseKeysAreDataDoesNotGrowForEver() {
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i <= JsonShape.MOST_MEMBERS; i++) {
            many.put("k" + i, 1L);
        }

        assertThat(JsonShape.of(many).schema().name()).isEqualTo("io.debezium.data.Json");
    }

    @Property(tries = 500, seed = "20261120")
    void theUnionHoldsBothAndDoesNotDependOnWhatCameAgain(@ForAll long seed) {
        Random random = new Random(seed);
        Object first = value(random, 3);
        Object second = value(random, 3);
        JsonShape union = JsonShape.of(first).union(JsonShape.of(second));

        assertThat(union.union(JsonShape.of(first))).isEqualTo(union);
        assertThat(union.union(JsonShape.of(second))).isEqualTo(union);
        assertThat(JsonShape.of(second).union(JsonShape.of(first))).isEqualTo(union);
        Schema schema = union.schema();
        if (schema != null) {
            ConnectSchema.validateValue(schema, union.shaped(schema, first));
            ConnectSchema.validateValue(schema, union.shaped(schema, second));
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 9)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> JsonParser.parse("0." + (1 + random.nextInt(9)));
            case 3 -> random.nextBoolean();
            case 4 -> "text";
            case 5, 6 -> {
                List<@Nullable Object> list = new ArrayList<>();
                list.add(value(random, depth - 1));
                list.add(value(random, depth - 1));
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                map.put(random.nextBoolean() ? "a" : "b", value(random, depth - 1));
                map.put("c", value(random, depth - 1));
                yield map;
            }
        };
    }

    private static JsonShape union(String first, String second) {
        return shape(first).union(shape(second));
    }

    private static JsonShape shape(String text) {
        return JsonShape.of(JsonParser.parse(text));
    }
}
