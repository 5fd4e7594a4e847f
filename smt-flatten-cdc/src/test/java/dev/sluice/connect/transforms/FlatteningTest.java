// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class FlatteningTest {
    private static final Schema GEO = SchemaBuilder.struct()
            .field("lat", Schema.FLOAT64_SCHEMA)
            .field("lon", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final Schema ADDRESS =
            struct(fields -> fields.field("city", Schema.STRING_SCHEMA).field("geo", GEO));
    private static final Schema CUSTOMER =
            struct(fields -> fields.field("id", Schema.INT32_SCHEMA).field("address", ADDRESS));

    @Test
    void nestedStructsBecomeColumnsNamedAfterTheirPath() {
        Struct row = customer(new Struct(ADDRESS).put("city", "Oslo").put("geo", geo()));

        Struct result = flat(row);

        assertThat(names(result)).containsExactly("id", "address_city", "address_geo_lat", "address_geo_lon");
        assertThat(result.getString("address_city")).isEqualTo("Oslo");
        assertThat(result.getFloat64("address_geo_lat")).isEqualTo(59.9);
        assertThat(result.getFloat64("address_geo_lon")).isNull();
    }

    @Test
    void allBelowAnOptionalStructIsOptionalAndNullWithIt() {
        Struct result = flat(customer(null));

        assertThat(result.getInt32("id")).isEqualTo(7);
        assertThat(result.get("address_city")).isNull();
        assertThat(result.get("address_geo_lat")).isNull();
        assertThat(result.schema().field("id").schema().isOptional()).isFalse();
        assertThat(result.schema().field("address_city").schema().isOptional()).isTrue();
        assertThat(result.schema().field("address_geo_lat").schema().isOptional())
                .isTrue();
        result.validate();
    }

    @Test
    void belowARequiredStructTheRequiredStaysRequired() {
        Schema row = struct(fields -> fields.field("geo", GEO));

        Struct result = flat(new Struct(row).put("geo", geo()));

        assertThat(result.schema().field("geo_lat").schema().isOptional()).isFalse();
    }

    @Test
    void theDelimiterIsTheUsersChoice() {
        Struct result = flat(customer(null), "delimiter", ".");

        assertThat(names(result)).containsExactly("id", "address.city", "address.geo.lat", "address.geo.lon");
    }

    @Test
    void structsAreKeptWhereTheUserWantsThem() {
        Struct row = customer(new Struct(ADDRESS).put("city", "Oslo").put("geo", geo()));

        Struct result = flat(row, "flatten", "false");

        assertThat(names(result)).containsExactly("id", "address");
        assertThat(result.get("address")).isEqualTo(row.get("address"));
    }

    @Test
    void structsThatStandForOneValueAreKept() {
        Schema decimal = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .version(1)
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Schema price = struct(fields -> fields.field("amount", decimal));
        Schema row = struct(fields -> fields.field("total", decimal).field("price", price));
        Struct amount = new Struct(decimal).put("scale", 2).put("value", new byte[] {7});

        Struct result =
                flat(new Struct(row).put("total", amount).put("price", new Struct(price).put("amount", amount)));

        assertThat(names(result)).containsExactly("total", "price_amount");
        assertThat(result.getStruct("total")).isSameAs(amount);
        // Optional now, for the struct around it is; so the value has to be one of the optional schema.
        Struct inOptional = result.getStruct("price_amount");
        assertThat(inOptional.schema().isOptional()).isTrue();
        assertThat(inOptional.schema().name()).isEqualTo("io.debezium.data.VariableScaleDecimal");
        assertThat(inOptional.getInt32("scale")).isEqualTo(2);
        assertThat(inOptional.getBytes("value")).containsExactly(7);
        result.validate();
    }

    @Test
    void arraysAndMapsAreKeptWithTheStructsInsideThem() {
        Schema array = SchemaBuilder.array(GEO).build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, GEO).build();
        Schema places = struct(fields -> fields.field("list", array).field("named", map));
        Schema row = struct(fields -> fields.field("places", places));
        Struct value = new Struct(row)
                .put("places", new Struct(places).put("list", List.of(geo())).put("named", Map.of("home", geo())));

        Struct result = flat(value);

        assertThat(result.getArray("places_list")).containsExactly(geo());
        assertThat(result.getMap("places_named")).containsEntry("home", geo());
        assertThat(result.schema().field("places_list").schema().valueSchema()).isSameAs(GEO);
        result.validate();
    }

    @Test
    void twoPathsToOneNameAreAnErrorThatNamesBoth() {
        Schema a = struct(fields -> fields.field("b", Schema.INT32_SCHEMA));
        Schema row = struct(fields -> fields.field("a", a).field("a_b", Schema.STRING_SCHEMA));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flat(new Struct(row).put("a_b", "secret")))
                .withMessageContaining("shop.public.orders-3 offset 8812")
                .withMessageContaining("'a_b': a.b and a_b")
                .withMessageContaining("delimiter")
                .withMessageNotContaining("secret");
    }

    @Test
    void aSchemaNestedWithoutEndIsAnError() {
        Schema schema = struct(fields -> fields.field("leaf", Schema.INT32_SCHEMA));
        for (int i = 0; i < 70; i++) {
            Schema inner = schema;
            schema = struct(fields -> fields.field("s", inner));
        }
        Struct row = new Struct(schema);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flat(row))
                .withMessageContaining("s.s.s")
                .withMessageContaining("flatten.exclude");
        assertThat(flat(row, "flatten", "false").get("s")).isNull();
    }

    @Test
    void nameVersionDocAndParametersOfTheRowSchemaAreKept() {
        Schema row = SchemaBuilder.struct()
                .optional()
                .name("shop.public.orders.Value")
                .version(4)
                .doc("Orders.")
                .parameter("owner", "shop")
                .field(
                        "id",
                        SchemaBuilder.int32()
                                .doc("The number.")
                                .parameter("__debezium.source.column.type", "INT4")
                                .build())
                .build();

        Schema result = flat(new Struct(row).put("id", 7)).schema();

        assertThat(result.name()).isEqualTo("shop.public.orders.Value");
        assertThat(result.version()).isEqualTo(4);
        assertThat(result.doc()).isEqualTo("Orders.");
        assertThat(result.parameters()).containsOnly(Map.entry("owner", "shop"));
        assertThat(result.field("id").schema()).isSameAs(row.field("id").schema());
    }

    @Test
    void nullStaysNullWhereTheColumnHasADefault() {
        Struct result = flat(Envelopes.row(7, "Ada", null));

        assertThat(result.getWithoutDefault("status")).isNull();
    }

    @Test
    void nullBecomesTheDefaultWhereTheUserWantsIt() {
        Struct result = flat(Envelopes.row(7, null, null), "replace.null.with.default", "true");

        assertThat(result.getWithoutDefault("status")).isEqualTo("new");
        assertThat(result.getWithoutDefault("customer")).isNull();
    }

    @Test
    void aRequiredColumnThatWasNotSetHasItsDefault() {
        Schema row = struct(fields ->
                fields.field("n", SchemaBuilder.int32().defaultValue(5).build()));

        assertThat(flat(new Struct(row)).getWithoutDefault("n")).isEqualTo(5);
    }

    @Test
    void aValueThatItsSchemaForbidsIsAnErrorThatNamesThePath() {
        Schema array = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema place = struct(fields -> fields.field("names", array));
        Schema row = struct(fields -> fields.field("place", place));
        List<Object> names = new ArrayList<>(List.of("Oslo"));
        SinkRecord record = Envelopes.insert(new Struct(row).put("place", new Struct(place).put("names", names)));
        // Connect checks what is put, but not what becomes of it afterwards.
        names.set(0, null);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc().apply(record))
                .withMessageStartingWith("shop.public.orders-3 offset 8812: field 'place.names': ");
    }

    private static Struct customer(Struct address) {
        return new Struct(CUSTOMER).put("id", 7).put("address", address);
    }

    private static Struct geo() {
        return new Struct(GEO).put("lat", 59.9);
    }

    private static Struct flat(Struct row, String... settings) {
        return (Struct) flattenCdc(settings).apply(Envelopes.insert(row)).value();
    }

    private static List<String> names(Struct struct) {
        return struct.schema().fields().stream().map(Field::name).toList();
    }
}
