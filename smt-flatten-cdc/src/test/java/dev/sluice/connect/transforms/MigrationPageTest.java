// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.transforms.ExtractNewRecordState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keeps docs/migrating/from-extract-new-record-state.md true to the transforms that it speaks of. */
class MigrationPageTest {
    private static final Path PAGE = Path.of("../docs/migrating/from-extract-new-record-state.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BLOCK = Pattern.compile("```json\n([^`]+)```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");
    private static final Map<String, Supplier<Transformation<SinkRecord>>> TRANSFORMS = Map.of(
            "dev.sluice.connect.transforms.FlattenCdc", FlattenCdc::new,
            "io.debezium.transforms.ExtractNewRecordState", ExtractNewRecordState::new,
            "org.apache.kafka.connect.transforms.Flatten$Value", org.apache.kafka.connect.transforms.Flatten.Value::new,
            "org.apache.kafka.connect.transforms.TimestampConverter$Value", TimestampConverter.Value::new);

    private final String page = read(PAGE);

    @Test
    void everyOptionOfDebeziumsTransformIsInTheTableAndIsAnOptionHere() {
        // Debezium reads this one, and leaves it out of what it tells about itself.
        Set<String> options = new TreeSet<>(Set.of("replace.null.with.default"));
        options.addAll(new ExtractNewRecordState<SinkRecord>().config().names());
        Set<String> formerly = Set.of("drop.tombstones", "delete.handling.mode");

        Set<String> inTable = firstColumn("## Options of ExtractNewRecordState");

        assertThat(options).hasSizeGreaterThan(8);
        assertThat(inTable).containsAll(options).containsAll(formerly).hasSize(options.size() + formerly.size());
        assertThat(new FlattenCdc<SinkRecord>().config().names()).containsAll(options);
    }

    @Test
    void everyOptionOfKafkasTransformsIsInItsTable() {
        assertThat(firstColumn("## Options of Flatten"))
                .containsExactlyInAnyOrderElementsOf(new org.apache.kafka.connect.transforms.Flatten.Value<SinkRecord>()
                        .config()
                        .names());
        assertThat(firstColumn("## Options of TimestampConverter"))
                .containsExactlyInAnyOrderElementsOf(
                        new TimestampConverter.Value<SinkRecord>().config().names());
    }

    @Test
    void everySettingThatThePageAdvisesExists() {
        List<String> settings = CODE.matcher(page.replaceAll("(?s)```.*?```", ""))
                .results()
                .map(found -> found.group(1))
                .filter(code -> code.matches("[a-z.]+=[a-z-]+"))
                .toList();

        assertThat(settings).hasSizeGreaterThan(8).allSatisfy(setting -> {
            String[] parts = setting.split("=");
            if (!parts[0].equals("drop.tombstones")) {
                Map<String, String> configuration = new HashMap<>(Map.of("config.strict", "true"));
                configuration.put(parts[0], parts[1]);
                new FlattenCdc<SinkRecord>().configure(configuration);
            }
        });
    }

    @Test
    void theChainAndTheTransformThatTakesItsPlaceGiveTheSameRows() {
        List<Map<String, String>> blocks = blocks();

        for (String operation : List.of("c", "u", "d")) {
            SinkRecord before = run(blocks.get(0), change(operation, "paid"));
            SinkRecord after = run(blocks.get(1), change(operation, "paid"));

            assertThat(columns(after)).isNotEmpty().isEqualTo(columns(before));
            assertThat(after.valueSchema().name())
                    .isEqualTo(before.valueSchema().name());
            assertThat(after.key()).isEqualTo(before.key());
            assertThat(after.topic()).isEqualTo(before.topic());
        }
    }

    @Test
    void onlyTheNullsThatKafkasTransformsReplaceDiffer() {
        SinkRecord before = run(blocks().get(0), change("c", null));
        SinkRecord after = run(blocks().get(1), change("c", null));

        assertThat(((Struct) before.value()).getWithoutDefault("status")).isEqualTo("new");
        assertThat(((Struct) after.value()).getWithoutDefault("status")).isNull();
    }

    private List<Map<String, String>> blocks() {
        List<Map<String, String>> blocks = BLOCK.matcher(page)
                .results()
                .map(found -> configuration(found.group(1)))
                .toList();
        assertThat(blocks).hasSize(2);
        return blocks;
    }

    @Test
    void whereThePageLeadsThereIsSomething() {
        assertThat(LINK.matcher(page).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(link ->
                        assertThat(PAGE.resolveSibling(link).normalize()).exists());
        assertThat(read(Path.of("../README.md"))).contains("(docs/migrating/from-extract-new-record-state.md)");
        assertThat(read(Path.of("../docs/reference/flatten-cdc.md")))
                .contains("(../migrating/from-extract-new-record-state.md)");
    }

    /** The code spans in the first cells of the table below a heading. */
    private Set<String> firstColumn(String heading) {
        int from = page.indexOf(heading + "\n");
        assertThat(from).as(heading).isNotNegative();
        int end = page.indexOf("\n## ", from + 1);
        Set<String> names = new LinkedHashSet<>();
        page.substring(from, end).lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String cell = line.substring(1, line.indexOf('|', 1));
            CODE.matcher(cell).results().forEach(found -> names.add(found.group(1)));
        });
        return names;
    }

    private static SinkRecord run(Map<String, String> configuration, SinkRecord record) {
        SinkRecord result = record;
        for (String alias :
                Objects.requireNonNull(configuration.get("transforms")).split(",")) {
            String prefix = "transforms." + alias + ".";
            Map<String, String> own = new HashMap<>();
            configuration.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    own.put(key.substring(prefix.length()), value);
                }
            });
            Transformation<SinkRecord> transform =
                    Objects.requireNonNull(TRANSFORMS.get(own.remove("type"))).get();
            transform.configure(own);
            result = transform.apply(result);
        }
        return result;
    }

    private static SinkRecord change(String operation, @Nullable String status) {
        Schema address = SchemaBuilder.struct()
                .optional()
                .field("city", Schema.STRING_SCHEMA)
                .field(
                        "geo",
                        SchemaBuilder.struct()
                                .optional()
                                .field("lat", Schema.FLOAT64_SCHEMA)
                                .build())
                .build();
        Schema row = Envelopes.struct(fields -> fields.name("shop.public.orders.Value")
                .field("id", Schema.INT32_SCHEMA)
                .field(
                        "status",
                        SchemaBuilder.string().optional().defaultValue("new").build())
                .field("address", address)
                .field(
                        "placed_at",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .build()));
        Struct image = new Struct(row)
                .put("id", 7)
                .put("status", status)
                .put("address", new Struct(address).put("city", "Ulm"))
                .put("placed_at", 1_763_625_599_123_456L);
        boolean isDelete = operation.equals("d");
        return Envelopes.record(
                Envelopes.key(7),
                Envelopes.event(Envelopes.envelope(row), operation, isDelete ? image : null, isDelete ? null : image));
    }

    private static List<String> columns(SinkRecord record) {
        Struct row = (Struct) record.value();
        List<String> columns = new ArrayList<>();
        for (Field field : row.schema().fields()) {
            columns.add(String.join(
                    " ",
                    field.name(),
                    field.schema().type().toString(),
                    String.valueOf(field.schema().name()),
                    String.valueOf(field.schema().isOptional()),
                    String.valueOf(row.getWithoutDefault(field.name()))));
        }
        return columns;
    }

    private static Map<String, String> configuration(String lines) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), false);
            Map<String, String> configuration = new HashMap<>();
            ((Map<?, ?>) converter
                            .toConnectData("page", ("{" + lines + "}").getBytes(StandardCharsets.UTF_8))
                            .value())
                    .forEach((key, value) -> configuration.put((String) key, (String) value));
            return configuration;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
