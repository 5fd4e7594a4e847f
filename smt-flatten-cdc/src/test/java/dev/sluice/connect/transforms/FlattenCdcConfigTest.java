// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.commons.PluginVersion;
import dev.sluice.connect.transforms.cdc.ArrayMode;
import dev.sluice.connect.transforms.cdc.CdcSettings;
import dev.sluice.connect.transforms.cdc.Collision;
import dev.sluice.connect.transforms.cdc.DecimalMode;
import dev.sluice.connect.transforms.cdc.DeleteMode;
import dev.sluice.connect.transforms.cdc.DeleteSettings;
import dev.sluice.connect.transforms.cdc.DeletedMark;
import dev.sluice.connect.transforms.cdc.Detection;
import dev.sluice.connect.transforms.cdc.DropSettings;
import dev.sluice.connect.transforms.cdc.EnvelopeSettings;
import dev.sluice.connect.transforms.cdc.FieldPath;
import dev.sluice.connect.transforms.cdc.FlattenSettings;
import dev.sluice.connect.transforms.cdc.JsonMode;
import dev.sluice.connect.transforms.cdc.JsonSchema;
import dev.sluice.connect.transforms.cdc.JsonSchemaMode;
import dev.sluice.connect.transforms.cdc.JsonSettings;
import dev.sluice.connect.transforms.cdc.MapMode;
import dev.sluice.connect.transforms.cdc.MessageMode;
import dev.sluice.connect.transforms.cdc.MetadataField;
import dev.sluice.connect.transforms.cdc.MetadataSettings;
import dev.sluice.connect.transforms.cdc.NameCase;
import dev.sluice.connect.transforms.cdc.NameRule;
import dev.sluice.connect.transforms.cdc.Naming;
import dev.sluice.connect.transforms.cdc.OtherRecords;
import dev.sluice.connect.transforms.cdc.PlainType;
import dev.sluice.connect.transforms.cdc.RouteSettings;
import dev.sluice.connect.transforms.cdc.SpecialTemporal;
import dev.sluice.connect.transforms.cdc.TemporalMode;
import dev.sluice.connect.transforms.cdc.TopicTemplate;
import dev.sluice.connect.transforms.cdc.TruncateMode;
import dev.sluice.connect.transforms.cdc.TypeSettings;
import dev.sluice.connect.transforms.cdc.UnavailableMode;
import dev.sluice.connect.transforms.cdc.UnavailableSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlattenCdcConfigTest {
    @Test
    void withoutAnyKeyTheDefaultsHold() {
        assertThat(FlattenCdcConfig.settings(Map.of()))
                .isEqualTo(new CdcSettings(
                        new EnvelopeSettings(Detection.AUTO, OtherRecords.PASS, OtherRecords.PASS, MessageMode.PASS),
                        new DeleteSettings(
                                DeleteMode.TOMBSTONE, TruncateMode.DROP, new DeletedMark("__deleted", false)),
                        new FlattenSettings(
                                true,
                                0,
                                List.of(),
                                List.of(),
                                false,
                                ArrayMode.KEEP,
                                9,
                                MapMode.KEEP,
                                new Naming("_", NameCase.KEEP, NameRule.NONE, Collision.FAIL),
                                false),
                        new TypeSettings(TemporalMode.KEEP, SpecialTemporal.KEEP, DecimalMode.KEEP, 9, Set.of()),
                        new JsonSettings(
                                List.of(), true, JsonMode.STRING, new JsonSchema(JsonSchemaMode.GROW, Map.of())),
                        false,
                        new MetadataSettings(List.of(), List.of()),
                        new DropSettings("", false, true),
                        new RouteSettings("", TopicTemplate.parse("")),
                        new UnavailableSettings("__debezium_unavailable_value", UnavailableMode.KEEP),
                        1024));
    }

    @Test
    void everyKeyIsRead() {
        Map<String, String> all = new HashMap<>();
        all.put("delete.tombstone.handling.mode", "rewrite-with-tombstone");
        all.put("truncate.handling.mode", "Rewrite");
        all.put("flatten", "false");
        all.put("delimiter", ".");
        all.put("flatten.max.depth", "2");
        all.put("flatten.include", "a.b, c");
        all.put("flatten.exclude", "a.d");
        all.put("flatten.key", "true");
        all.put("array.mode", "index");
        all.put("array.max.index", "3");
        all.put("map.mode", "json");
        all.put("name.case", "snake");
        all.put("name.sanitize", "sql");
        all.put("on.name.collision", "suffix");
        all.put("schema.defaults", "strip");
        all.put("replace.null.with.default", "true");
        all.put("add.fields", "op, source.ts_ms:committed");
        all.put("add.fields.prefix", "cdc_");
        all.put("add.headers", "kafka.offset");
        all.put("add.headers.prefix", "h.");
        all.put("json.fields", "io.debezium.data.Json, a.b");
        all.put("json.mode", "expand");
        all.put("json.schema", "infer");
        all.put("temporal.mode", "epoch-micros");
        all.put("special.temporal.values", "null");
        all.put("decimal.mode", "decimal");
        all.put("decimal.scale", "4");
        all.put("plain.types", "uuid, vector");
        all.put("unavailable.value.mode", "before");
        all.put("unavailable.value.placeholder", "N/A");
        all.put("envelope.detection", "schema-name");
        all.put("non.cdc.records", "fail");
        all.put("control.records", "drop");
        all.put("message.events", "unwrap");
        all.put("deleted.field.name", "gone");
        all.put("deleted.field.type", "boolean");
        all.put("route.topic", "${db}");
        all.put("drop.fields.header.name", "drop");
        all.put("drop.fields.from.key", "true");
        all.put("drop.fields.keep.schema.compatible", "false");
        all.put("schema.cache.size", "2");
        all.put("config.strict", "true");

        assertThat(FlattenCdcConfig.TABLE.toConfigDef().names())
                .as("route.by.field excludes route.topic")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(all.keySet().stream(), Stream.of("route.by.field"))
                        .toList());
        assertThat(FlattenCdcConfig.settings(all))
                .isEqualTo(new CdcSettings(
                        new EnvelopeSettings(
                                Detection.SCHEMA_NAME, OtherRecords.FAIL, OtherRecords.DROP, MessageMode.UNWRAP),
                        new DeleteSettings(
                                DeleteMode.REWRITE_WITH_TOMBSTONE, TruncateMode.REWRITE, new DeletedMark("gone", true)),
                        new FlattenSettings(
                                false,
                                2,
                                List.of(FieldPath.parse("a.b"), FieldPath.parse("c")),
                                List.of(FieldPath.parse("a.d")),
                                true,
                                ArrayMode.INDEX,
                                3,
                                MapMode.JSON,
                                new Naming(".", NameCase.SNAKE, NameRule.SQL, Collision.SUFFIX),
                                true),
                        new TypeSettings(
                                TemporalMode.EPOCH_MICROS,
                                SpecialTemporal.NULL,
                                DecimalMode.DECIMAL,
                                4,
                                Set.of(PlainType.UUID, PlainType.VECTOR)),
                        new JsonSettings(
                                List.of(FieldPath.parse("a.b")),
                                true,
                                JsonMode.EXPAND,
                                new JsonSchema(JsonSchemaMode.INFER, Map.of())),
                        true,
                        new MetadataSettings(
                                List.of(
                                        new MetadataField("op", "cdc_op"),
                                        new MetadataField("source.ts_ms", "cdc_committed")),
                                List.of(new MetadataField("kafka.offset", "h.kafka_offset"))),
                        new DropSettings("drop", true, false),
                        new RouteSettings("", TopicTemplate.parse("${db}")),
                        new UnavailableSettings("N/A", UnavailableMode.BEFORE),
                        2));
    }

    @Test
    void oneKeyAloneNamesTheTopic() {
        assertThat(FlattenCdcConfig.settings(Map.of("route.by.field", "customer"))
                        .routes())
                .isEqualTo(new RouteSettings("customer", TopicTemplate.parse("")));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        FlattenCdcConfig.settings(Map.of("route.by.field", "customer", "route.topic", "${topic}")))
                .withMessageContaining("route.by.field")
                .withMessageContaining("route.topic");
    }

    @Test
    void inStrictModeAllKeysWithoutEffectAreReportedAtOnce() {
        Map<String, String> written = Map.of(
                "config.strict", "true",
                "add.feilds", "op",
                "drop.tombstones", "false",
                "type", "dev.sluice.connect.transforms.FlattenCdc");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> FlattenCdcConfig.settings(written))
                .withMessageContaining("'add.feilds' is not a key of this plugin; did you mean 'add.fields'?")
                .withMessageContaining("'drop.tombstones' has no effect")
                .withMessageNotContaining("'type'");
    }

    @Test
    void otherwiseAKeyWithoutEffectStopsNothing() {
        assertThat(FlattenCdcConfig.settings(Map.of("add.feilds", "op")))
                .isEqualTo(FlattenCdcConfig.settings(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "delete.tombstone.handling.mode, rewrit, rewrite-with-tombstone",
        "truncate.handling.mode, ignore, fail",
        "add.fields, op:, newName",
        "add.fields, source..lsn, source..lsn",
        "add.headers, :position, newName",
        "schema.cache.size, 0, at least 1",
        "route.topic, ${db, ${field}",
        "temporal.mode, epoch, epoch-millis",
        "decimal.scale, -1, at least 0",
        "plain.types, json, geometry",
        "flatten.max.depth, -1, at least 0",
        "flatten.include, a..b, a..b",
        "flatten.exclude, `a, back-tick",
        "array.max.index, 1000, no more than 999",
        "on.name.collision, ignore, suffix",
        "deleted.field.name, '', non-empty",
        "deleted.field.type, bool, boolean",
        "unavailable.value.placeholder, '', non-empty"
    })
    void aValueThatDoesNotFitIsReportedOnItsKeyWithWhatWouldFit(String key, String value, String hint) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> FlattenCdcConfig.settings(Map.of(key, value)))
                .withMessageContaining(key)
                .withMessageContaining(hint);
    }

    @Test
    void everyKeyHasAGroupAPlaceANameAndAText() {
        ConfigDef definition = new FlattenCdc<SinkRecord>().config();

        assertThat(definition.configKeys().values()).allSatisfy(key -> {
            assertThat(key.group).isNotEmpty();
            assertThat(key.orderInGroup).isPositive();
            assertThat(key.displayName).isNotEmpty();
            assertThat(key.width).isNotEqualTo(ConfigDef.Width.NONE);
            assertThat(key.documentation).endsWith(".");
        });
    }

    @Test
    void valuesMayBeOfTheirOwnTypeAsThoseOfEmbeddedUsersAre() {
        Map<String, Object> typed = new HashMap<>();
        typed.put("flatten", false);
        typed.put("schema.cache.size", 4);
        typed.put("add.fields", null);

        FlattenCdc<SinkRecord> transform = new FlattenCdc<>();
        transform.configure(typed);

        assertThat(transform.apply(Envelopes.tombstone(7))).isNull();
        transform.close();
    }

    @Test
    @SuppressWarnings("rawtypes") // A class literal has no type arguments.
    void connectFindsThePluginByServiceAndItsVersionIsThatOfThisBuild() {
        // Debezium's transforms are found on this class path too, and are not to be instantiated.
        assertThat(ServiceLoader.load(Transformation.class).stream()
                        .filter(provider -> provider.type().equals(FlattenCdc.class))
                        .map(provider -> (FlattenCdc<?>) provider.get())
                        .map(FlattenCdc::version))
                .containsExactly(PluginVersion.current());
    }
}
