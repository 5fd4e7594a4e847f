// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every option with and without a schema: the columns are to be called the same and hold the same. */
class FlattenOptionsTest {
    private static final String PLACEHOLDER = "__debezium_unavailable_value";
    private static final Schema GEO = struct(fields -> fields.field("lat", Schema.OPTIONAL_FLOAT64_SCHEMA));
    private static final Schema ADDRESS =
            struct(fields -> fields.field("city", Schema.OPTIONAL_STRING_SCHEMA).field("geo", GEO));
    private static final Schema TAGS =
            SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional().build();
    private static final Schema CUSTOMER = struct(fields -> fields.field("id", Schema.INT32_SCHEMA)
            .field("home", ADDRESS)
            .field("work", ADDRESS)
            .field("tags", TAGS));

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    flatten.max.depth; 1;             id, home_city, home_geo, work_city, work_geo, tags
                    flatten.max.depth; 2;             id, home_city, home_geo_lat, work_city, work_geo_lat, tags
                    flatten.include;   work.geo;      id, home, work_city, work_geo_lat, tags
                    flatten.include;   home;          id, home_city, home_geo_lat, work, tags
                    flatten.exclude;   home.geo;      id, home_city, home_geo, work_city, work_geo_lat, tags
                    flatten.exclude;   home,`work`;   id, home, work, tags
                    flatten;           false;         id, home, work, tags
                    name.case;         upper;         ID, HOME_CITY, HOME_GEO_LAT, WORK_CITY, WORK_GEO_LAT, TAGS
                    name.case;         camel;         id, homeCity, homeGeoLat, workCity, workGeoLat, tags
                    array.mode;        json;          id, home_city, home_geo_lat, work_city, work_geo_lat, tags
                    """)
    void theOptionDecidesAboutTheColumns(String option, String value, String columns) {
        FlattenCdc<SinkRecord> transform = flattenCdc(option, value);

        assertThat(columns(transform, customer())).containsOnlyKeys(columns.split(", "));
        assertThat(columns(transform, customerMap())).containsOnlyKeys(columns.split(", "));
    }

    @Test
    void namesAreMadeToFit() {
        FlattenCdc<SinkRecord> transform =
                flattenCdc("delimiter", ".", "name.sanitize", "avro", "add.fields", "op:o.p");

        for (Object row : List.of(customer(), customerMap())) {
            assertThat(columns(transform, row))
                    .as("names of metadata are the user's own")
                    .containsOnlyKeys("id", "home_city", "home_geo_lat", "work_city", "work_geo_lat", "tags", "__o.p");
        }
    }

    @Test
    void arraysBecomeJson() {
        FlattenCdc<SinkRecord> transform = flattenCdc("array.mode", "json");

        assertThat(columns(transform, customer())).containsEntry("tags", "[\"a\",\"b\"]");
        assertThat(columns(transform, customerMap())).containsEntry("tags", "[\"a\",\"b\"]");
        Schema column = schema(transform, customer()).field("tags").schema();
        assertThat(column.name()).isEqualTo("io.debezium.data.Json");
        assertThat(column.isOptional()).isTrue();
    }

    @Test
    void elementsBecomeColumns() {
        FlattenCdc<SinkRecord> transform = flattenCdc("array.mode", "index", "array.max.index", "2");

        for (Object row : List.of(customer(), customerMap())) {
            assertThat(columns(transform, row))
                    .containsEntry("tags_0", "a")
                    .containsEntry("tags_1", "b")
                    .containsEntry("tags_2", null)
                    .doesNotContainKeys("tags", "tags_3");
        }
    }

    @Test
    void structsInsideArraysAreTakenApartToo() {
        Schema row = struct(
                fields -> fields.field("homes", SchemaBuilder.array(ADDRESS).build()));
        Struct value = new Struct(row).put("homes", List.of(address("Oslo")));

        assertThat(columns(flattenCdc("array.mode", "index", "array.max.index", "1"), value))
                .containsEntry("homes_0_city", "Oslo")
                .containsEntry("homes_0_geo_lat", 59.9)
                .containsEntry("homes_1_city", null);
    }

    @Test
    void anArrayThatIsTooLongIsAnErrorRatherThanALoss() {
        FlattenCdc<SinkRecord> transform = flattenCdc("array.mode", "index", "array.max.index", "0");

        for (Object row : List.of(customer(), customerMap())) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> columns(transform, row))
                    .withMessageContaining("2 elements")
                    .withMessageContaining("array.max.index");
        }
    }

    @Test
    void anUnavailableArrayIsListedForAllItsColumns() {
        FlattenCdc<SinkRecord> transform = flattenCdc("array.mode", "index", "array.max.index", "1");
        Struct row = new Struct(CUSTOMER).put("id", 7).put("tags", List.of(PLACEHOLDER));

        assertThat(headers(transform.apply(insert(row)))).containsEntry("__unavailable", List.of("tags_0", "tags_1"));
    }

    @Test
    void anUnavailableArrayIsListedThoughItIsJson() {
        Struct row = new Struct(CUSTOMER).put("id", 7).put("tags", List.of(PLACEHOLDER));

        assertThat(headers(flattenCdc("array.mode", "json").apply(insert(row))))
                .containsEntry("__unavailable", List.of("tags"));
    }

    @Test
    void mapsBecomeJson() {
        Schema row = struct(fields -> fields.field(
                "sizes",
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build()));

        assertThat(columns(flattenCdc("map.mode", "json"), new Struct(row).put("sizes", Map.of("xl", 7))))
                .containsEntry("sizes", "{\"xl\":7}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    suffix; a_b=1, a_b_2=x
                    first;  a_b=1
                    last;   a_b=x
                    """)
    void collisionsAreResolvedAsTheUserWants(String answer, String columns) {
        Schema a = struct(fields -> fields.field("b", Schema.INT32_SCHEMA));
        Schema row = struct(fields -> fields.field("a", a).field("a_b", Schema.STRING_SCHEMA));
        Struct value = new Struct(row).put("a", new Struct(a).put("b", 1)).put("a_b", "x");
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", Map.of("b", 1));
        map.put("a_b", "x");
        FlattenCdc<SinkRecord> transform = flattenCdc("on.name.collision", answer);

        assertThat(columns(transform, value)).hasToString("{" + columns + "}");
        assertThat(columns(transform, map)).hasToString("{" + columns + "}");
    }

    @Test
    void aColumnThatIsCalledLikeTheMarkCanGiveWay() {
        Schema row = struct(fields -> fields.field("__deleted", Schema.STRING_SCHEMA));
        FlattenCdc<SinkRecord> transform =
                flattenCdc("delete.tombstone.handling.mode", "rewrite", "on.name.collision", "last");

        assertThat(columns(transform, new Struct(row).put("__deleted", "no"))).hasToString("{__deleted=false}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theKeyIsFlattenedOnDemand(boolean flattenKey) {
        Schema keySchema =
                SchemaBuilder.struct().name("key").field("home", ADDRESS).build();
        Struct key = new Struct(keySchema).put("home", address("Oslo"));
        FlattenCdc<SinkRecord> transform = flattenCdc("flatten.key", String.valueOf(flattenKey));

        SinkRecord result = transform.apply(record(key, event("d", null, null)));

        if (flattenKey) {
            assertThat(((Struct) result.key()).getString("home_city")).isEqualTo("Oslo");
            assertThat(result.keySchema().name()).isEqualTo("key");
            assertThat(transform.apply(record(key, event("d", null, null))).keySchema())
                    .isSameAs(result.keySchema());
        } else {
            assertThat(result.key()).isSameAs(key);
        }
        SinkRecord ofMap = transform.apply(new SinkRecord(
                "t", 0, null, Map.of("home", Map.of("city", "Oslo")), null, mapEvent(Map.of("id", 7)), 1));
        assertThat(ofMap.key())
                .isEqualTo(flattenKey ? Map.of("home_city", "Oslo") : Map.of("home", Map.of("city", "Oslo")));
    }

    @Test
    void defaultsCanBeTakenOffTheColumns() {
        Struct row = Envelopes.row(7, "ada", null);

        Schema kept = schema(flattenCdc(), row);
        Schema stripped = schema(flattenCdc("schema.defaults", "strip"), row);

        assertThat(kept.field("status").schema().defaultValue()).isEqualTo("new");
        assertThat(stripped.field("status").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
        assertThat(stripped.field("placed_at").schema().name()).isEqualTo("io.debezium.time.MicroTimestamp");
    }

    private static Struct customer() {
        return new Struct(CUSTOMER)
                .put("id", 7)
                .put("home", address("Oslo"))
                .put("work", address("Bergen"))
                .put("tags", List.of("a", "b"));
    }

    private static Map<String, Object> customerMap() {
        return Map.of(
                "id",
                7,
                "home",
                Map.of("city", "Oslo", "geo", Map.of("lat", 59.9)),
                "work",
                Map.of("city", "Bergen", "geo", Map.of("lat", 59.9)),
                "tags",
                List.of("a", "b"));
    }

    private static Struct address(String city) {
        return new Struct(ADDRESS).put("city", city).put("geo", new Struct(GEO).put("lat", 59.9));
    }

    private static Schema schema(FlattenCdc<SinkRecord> transform, Struct row) {
        return transform.apply(insert(row)).valueSchema();
    }

    private static Map<String, @Nullable Object> columns(FlattenCdc<SinkRecord> transform, Object row) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        Object result = transform.apply(insert(row)).value();
        if (result instanceof Struct struct) {
            struct.validate();
            for (Field field : struct.schema().fields()) {
                columns.put(field.name(), struct.getWithoutDefault(field.name()));
            }
        } else {
            ((Map<?, ?>) result).forEach((name, value) -> columns.put((String) name, value));
        }
        return columns;
    }

    private static SinkRecord insert(Object row) {
        return row instanceof Struct struct ? Envelopes.insert(struct) : record(null, null, mapEvent(row));
    }

    private static Map<String, @Nullable Object> mapEvent(Object after) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("before", null);
        event.put("after", after);
        event.put("op", "c");
        return event;
    }
}
