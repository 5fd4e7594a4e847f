// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.struct;
import static dev.sluice.connect.transforms.Transforms.configured;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The companion for records that are no envelopes, beside Kafka's transform of the same name. */
class FlattenTest {
    private static final Schema GEO = SchemaBuilder.struct()
            .optional()
            .field("lat", Schema.FLOAT64_SCHEMA)
            .field("lon", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    private static final Schema ADDRESS = SchemaBuilder.struct()
            .field("city", Schema.STRING_SCHEMA)
            .field("geo", GEO)
            .build();
    private static final Schema PERSON = SchemaBuilder.struct()
            .name("Person")
            .version(4)
            .doc("Who buys.")
            .parameter("owner", "shop")
            .field("id", Schema.INT32_SCHEMA)
            .field("address", ADDRESS)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .build();

    @Test
    void nestedStructsBecomeColumnsOfTheValue() {
        SinkRecord result = value().apply(record(Envelopes.key(7), person()));

        assertThat(columns(result.value()))
                .hasToString("{id=7, address.city=Ulm, address.geo.lat=48.4, address.geo.lon=null, tags=[a, b]}");
        assertThat(result.key()).isEqualTo(Envelopes.key(7));
    }

    @Test
    void orOfTheKey() {
        SinkRecord result = configured(new Flatten.Key<>(), "delimiter", "_").apply(record(person(), person()));

        assertThat(columns(result.key()))
                .hasToString("{id=7, address_city=Ulm, address_geo_lat=48.4, address_geo_lon=null, tags=[a, b]}");
        assertThat(result.keySchema()).isSameAs(((Struct) result.key()).schema());
        assertThat(result.value()).isEqualTo(person());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "_", "--"})
    void recordsComeOutAsKafkasOwnTransformLeavesThem(String delimiter) {
        Struct withoutGeo = person();
        withoutGeo.put("address", new Struct(ADDRESS).put("city", "Bonn"));
        for (SinkRecord record : List.of(
                record(null, person()),
                record(null, withoutGeo),
                record(null, null, Map.of("a", Map.of("b", 1, "c", Map.of("d", List.of(2))), "e", "f")),
                record(null, null),
                record(null, PERSON, null))) {
            SinkRecord ours =
                    configured(new Flatten.Value<>(), "delimiter", delimiter).apply(record);
            SinkRecord theirs = configured(
                            new org.apache.kafka.connect.transforms.Flatten.Value<>(), "delimiter", delimiter)
                    .apply(record);

            assertThat(ours.value()).isEqualTo(theirs.value());
            assertThat(ours.valueSchema()).isEqualTo(theirs.valueSchema());
            assertThat(ours).isEqualTo(theirs);
        }
    }

    @Test
    void withoutAnyOptionTheDelimiterIsKafkas() {
        assertThat(value().config().defaultValues())
                .containsEntry(
                        "delimiter",
                        new org.apache.kafka.connect.transforms.Flatten.Value<SinkRecord>()
                                .config()
                                .defaultValues()
                                .get("delimiter"));
    }

    @Test
    void whatKafkasTransformRefusesOrLosesIsKept() {
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build();
        Schema status = SchemaBuilder.string().optional().defaultValue("new").build();
        Schema row = SchemaBuilder.struct()
                .optional()
                .field("counts", map)
                .field("status", status)
                .build();
        Struct value = new Struct(row).put("counts", Map.of("a", 1)).put("status", null);

        SinkRecord result = value().apply(record(null, value));

        assertThat(columns(result.value())).hasToString("{counts={a=1}, status=null}");
        assertThat(result.valueSchema().isOptional()).isTrue();
        assertThat(columns(configured(new Flatten.Value<>(), "replace.null.with.default", "true")
                        .apply(record(null, value))
                        .value()))
                .hasToString("{counts={a=1}, status=new}");
    }

    @Test
    void theSchemaKeepsWhatDescribesIt() {
        Schema schema = value().apply(record(null, person())).valueSchema();

        assertThat(schema.name()).isEqualTo("Person");
        assertThat(schema.version()).isEqualTo(4);
        assertThat(schema.doc()).isEqualTo("Who buys.");
        assertThat(schema.parameters()).isEqualTo(Map.of("owner", "shop"));
        assertThat(schema.isOptional()).isFalse();
    }

    @Test
    void allRecordsOfASchemaShareTheNewOne() {
        Transformation<SinkRecord> transform = value();

        assertThat(transform.apply(record(null, person())).valueSchema())
                .isSameAs(transform.apply(record(null, person())).valueSchema());
    }

    @Test
    void allItsOptionsAreThoseOfTheEngine() {
        Schema row = struct(fields -> fields.field("customerAddress", ADDRESS)
                .field("list", SchemaBuilder.array(ADDRESS).build())
                .field("dotted.name", Schema.STRING_SCHEMA));
        Struct address = new Struct(ADDRESS).put("city", "Ulm");
        Struct value = new Struct(row)
                .put("customerAddress", address)
                .put("list", List.of(address))
                .put("dotted.name", "x");

        Struct result = (Struct) configured(
                        new Flatten.Value<>(),
                        "delimiter",
                        "_",
                        "flatten.exclude",
                        "customerAddress.geo",
                        "array.mode",
                        "index",
                        "array.max.index",
                        "0",
                        "name.case",
                        "snake",
                        "name.sanitize",
                        "avro",
                        "schema.defaults",
                        "strip")
                .apply(record(null, value))
                .value();

        assertThat(result.schema().fields())
                .extracting(Field::name)
                .containsExactly(
                        "customer_address_city",
                        "customer_address_geo",
                        "list_0_city",
                        "list_0_geo_lat",
                        "list_0_geo_lon",
                        "dotted_name");
    }

    @Test
    void anEnvelopeIsAStructLikeAnyOther() {
        Struct event = Envelopes.event("c", null, Envelopes.row(7, "Ada", "paid"));

        Struct result = (Struct) configured(new Flatten.Value<>(), "delimiter", "_")
                .apply(record(null, event))
                .value();

        assertThat(result.getInt32("after_id")).isEqualTo(7);
        assertThat(result.get("before_id")).isNull();
        assertThat(result.getInt64("source_lsn")).isEqualTo(24_023_128L);
        assertThat(result.getString("op")).isEqualTo("c");
    }

    @Test
    void columnsThatAnEarlierTransformListedAsNotSentAreListedUnderTheirNewNames() {
        SinkRecord record = record(null, person());
        record.headers()
                .add(
                        "__unavailable",
                        List.of("address", "id"),
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build());
        SinkRecord plain = record(null, null, Map.of("address", Map.of("city", "Ulm"), "id", 7));
        plain.headers().add("__unavailable", List.of("address"), null);

        assertThat(headers(value().apply(record)))
                .isEqualTo(
                        Map.of("__unavailable", List.of("address.city", "address.geo.lat", "address.geo.lon", "id")));
        assertThat(headers(value().apply(plain))).isEqualTo(Map.of("__unavailable", List.of("address.city")));
        assertThat(headers(configured(new Flatten.Key<SinkRecord>()).apply(record)))
                .isEqualTo(Map.of("__unavailable", List.of("address", "id")));
    }

    @Test
    void whatTheSourceDidNotSendIsListed() {
        Struct value = person();
        value.put("address", new Struct(ADDRESS).put("city", "__debezium_unavailable_value"));

        assertThat(headers(value().apply(record(null, value))))
                .isEqualTo(Map.of("__unavailable", List.of("address.city")));
    }

    @Test
    void whatHasNoFieldsGoesOnAsItIs() {
        for (SinkRecord record : Arrays.asList(
                record(null, null),
                record(null, PERSON, null),
                record(null, Schema.STRING_SCHEMA, "text"),
                record(null, null, 7L),
                record(null, SchemaBuilder.map(Schema.STRING_SCHEMA, ADDRESS).build(), Map.of()))) {
            assertThat(value().apply(record)).isSameAs(record);
        }
    }

    @Test
    void anErrorNamesTheRecordAndTheFieldsAndNoValue() {
        Schema row = struct(fields -> fields.field("a", struct(inner -> inner.field("b", Schema.STRING_SCHEMA)))
                .field("a.b", Schema.STRING_SCHEMA));
        Struct value = new Struct(row).put("a.b", "secret");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> value().apply(record(null, value)))
                .withMessageContaining("shop.public.orders-3 offset 8812")
                .withMessageContaining("'a.b': a.b and a.b")
                .withMessageNotContaining("add.fields")
                .withMessageNotContaining("secret");
    }

    @Test
    void anOptionThatDoesNotExistIsReportedOrRefused() {
        assertThat(CapturedLog.linesOf(() -> configured(new Flatten.Key<SinkRecord>(), "delimeter", "_")))
                .anyMatch(line -> line.contains("Flatten$Key: 'delimeter'") && line.contains("'delimiter'"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> configured(new Flatten.Value<SinkRecord>(), "add.fields", "op", "config.strict", "true"))
                .withMessageContaining("'add.fields' is not a key of this plugin");
    }

    private static Transformation<SinkRecord> value() {
        return configured(new Flatten.Value<>());
    }

    private static Struct person() {
        Struct geo = new Struct(GEO).put("lat", 48.4);
        return new Struct(PERSON)
                .put("id", 7)
                .put("address", new Struct(ADDRESS).put("city", "Ulm").put("geo", geo))
                .put("tags", List.of("a", "b"));
    }

    static Map<String, @Nullable Object> columns(@Nullable Object row) {
        Struct struct = (Struct) row;
        struct.validate();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        struct.schema().fields().forEach(field -> columns.put(field.name(), struct.getWithoutDefault(field.name())));
        return columns;
    }
}
