// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What is kept as an array, a map or a struct goes on with its parts converted. */
class NestedTypesTest {
    private static final Schema DATE =
            SchemaBuilder.int32().name("io.debezium.time.Date").optional().build();
    private static final Schema STAMP =
            SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").build();

    @Test
    void elementsAreConvertedAndNullsAmongThemStay() {
        Schema dates = SchemaBuilder.array(DATE)
                .name("Holidays")
                .version(3)
                .doc("Days off.")
                .parameter("p", "q")
                .build();
        List<Integer> days = new ArrayList<>(List.of(20_412));
        days.add(null);

        Struct row = row(dates, days, "temporal.mode", "iso");

        assertThat(row.getArray("c")).containsExactly("2025-11-20", null);
        Schema column = row.schema().field("c").schema();
        assertThat(column.valueSchema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(column.name()).isEqualTo("Holidays");
        assertThat(column.version()).isEqualTo(3);
        assertThat(column.doc()).isEqualTo("Days off.");
        assertThat(column.parameters()).isEqualTo(Map.of("p", "q"));
    }

    @Test
    void entriesAreConverted() {
        Schema prices = SchemaBuilder.map(DATE, Decimal.schema(2)).build();

        Struct row =
                row(prices, Map.of(20_412, new BigDecimal("1.50")), "temporal.mode", "iso", "decimal.mode", "string");

        assertThat(row.getMap("c")).isEqualTo(Map.of("2025-11-20", "1.50"));
    }

    @Test
    void keysThatBecomeOneAreAnErrorRatherThanALostEntry() {
        Schema times = SchemaBuilder.map(
                        SchemaBuilder.int64().name("io.debezium.time.MicroTime").build(), Schema.STRING_SCHEMA)
                .build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> row(times, Map.of(1L, "a", 2L, "b"), "temporal.mode", "epoch-millis"))
                .withMessageContaining("field 'c': two keys of a map become one");
    }

    @Test
    void aStructThatIsKeptIsConvertedAtAnyDepth() {
        Schema inner = SchemaBuilder.struct()
                .name("Inner")
                .version(2)
                .doc("Inside.")
                .optional()
                .field("days", SchemaBuilder.array(DATE).build())
                .field("note", Schema.STRING_SCHEMA)
                .build();
        Schema outer = SchemaBuilder.struct().field("inner", inner).build();
        Struct value = new Struct(outer)
                .put("inner", new Struct(inner).put("days", List.of(1)).put("note", "x"));

        Struct row = row(outer, value, "temporal.mode", "iso", "flatten", "false");

        Struct converted = row.getStruct("c").getStruct("inner");
        assertThat(converted.getArray("days")).containsExactly("1970-01-02");
        assertThat(converted.getString("note")).isEqualTo("x");
        assertThat(converted.schema().name()).isEqualTo("Inner");
        assertThat(converted.schema().version()).isEqualTo(2);
        assertThat(converted.schema().doc()).isEqualTo("Inside.");
        assertThat(converted.schema().isOptional()).isTrue();
        assertThat(row(outer, new Struct(outer), "temporal.mode", "iso", "flatten", "false")
                        .getStruct("c")
                        .getStruct("inner"))
                .isNull();
    }

    @Test
    void whatHasNothingToConvertIsTheSameObject() {
        List<String> names = List.of("a", "b");

        assertThat(row(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), names, "temporal.mode", "iso")
                        .get("c"))
                .isSameAs(names);
    }

    @Test
    void anArrayThatBecomesJsonIsConvertedFirst() {
        Schema dates = SchemaBuilder.array(DATE).build();

        assertThat(row(dates, List.of(20_412), "temporal.mode", "iso", "array.mode", "json")
                        .get("c"))
                .isEqualTo("[\"2025-11-20\"]");
    }

    @Test
    void anErrorNamesThePartAndNoValue() {
        Schema inner = SchemaBuilder.struct().field("at", STAMP).build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() ->
                        row(inner, new Struct(inner).put("at", "secret"), "temporal.mode", "iso", "flatten", "false"))
                .withMessageContaining("field 'c': in its field 'at': ")
                .withMessageNotContaining("secret");
    }

    @Test
    void anArrayThatTheSourceDidNotSendIsNullAndListed() {
        String placeholder = "__debezium_unavailable_value";
        List<Integer> bytes = new ArrayList<>();
        for (byte b : placeholder.getBytes(StandardCharsets.UTF_8)) {
            bytes.add((int) b);
        }
        Schema row = struct(fields -> fields.field(
                        "stamps", SchemaBuilder.array(STAMP).build())
                .field("dates", SchemaBuilder.array(DATE).build())
                .field("names", SchemaBuilder.array(Schema.STRING_SCHEMA).build()));
        Struct value = new Struct(row)
                .put("stamps", List.of(placeholder))
                .put("dates", bytes)
                .put("names", List.of(placeholder));

        SinkRecord result = flattenCdc("temporal.mode", "iso").apply(Envelopes.insert(value));

        Struct columns = (Struct) result.value();
        columns.validate();
        assertThat(headers(result)).isEqualTo(Map.of("__unavailable", List.of("stamps", "dates", "names")));
        assertThat(columns.get("stamps")).isNull();
        assertThat(columns.get("dates")).isNull();
        assertThat(columns.get("names")).isEqualTo(List.of(placeholder));
    }

    @Test
    void defaultsTakeTheNewFormToo() {
        Schema dates = SchemaBuilder.array(DATE).defaultValue(List.of(1)).build();
        Schema inner = SchemaBuilder.struct().field("day", DATE).build();
        Schema withDefault = new org.apache.kafka.connect.data.ConnectSchema(
                Schema.Type.STRUCT,
                false,
                new Struct(inner).put("day", 1),
                null,
                null,
                null,
                null,
                inner.fields(),
                null,
                null);

        assertThat(row(dates, List.of(2), "temporal.mode", "iso")
                        .schema()
                        .field("c")
                        .schema()
                        .defaultValue())
                .isEqualTo(List.of("1970-01-02"));
        Struct converted = (Struct)
                row(withDefault, new Struct(withDefault).put("day", 2), "temporal.mode", "iso", "flatten", "false")
                        .schema()
                        .field("c")
                        .schema()
                        .defaultValue();
        assertThat(converted.getString("day")).isEqualTo("1970-01-02");
    }

    private static Struct row(Schema schema, Object value, String... settings) {
        Schema row = struct(fields -> fields.field("c", schema));
        Struct result = (Struct) flattenCdc(settings)
                .apply(Envelopes.insert(new Struct(row).put("c", value)))
                .value();
        result.validate();
        return result;
    }
}
