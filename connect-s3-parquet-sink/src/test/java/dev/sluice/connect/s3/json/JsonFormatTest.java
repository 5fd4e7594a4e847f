// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.s3.format.FileSequence;
import dev.sluice.connect.s3.json.JsonFormat.Compression;
import dev.sluice.connect.s3.row.RecordPart;
import dev.sluice.connect.s3.row.RowLayout;
import dev.sluice.connect.s3.row.Rows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line looks like is what Connect's own converter makes of the value. */
class JsonFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLineIsWhatConnectsConverterWrites(boolean decimalsAsNumbers) throws IOException {
        Struct value = sample();

        String line = lines(
                        new JsonFormat(RowLayout.VALUE_ONLY, decimalsAsNumbers, Compression.NONE),
                        Rows.record(value.schema(), value))
                .get(0);

        assertThat(JSON.readTree(line)).isEqualTo(JSON.readTree(convert(value.schema(), value, decimalsAsNumbers)));
    }

    @Test
    void aValueWithoutASchemaIsALineAsItIs() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", 1L);
        value.put("ratio", 0.5);
        value.put("none", null);
        value.put("tags", List.of("a", Map.of("b", true)));

        String line = lines(plain(), Rows.record(null, value)).get(0);

        assertThat(JSON.readTree(line)).isEqualTo(JSON.readTree(convert(null, value, false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quote \" backslash \\ slash /",
                "line\nfeed\ttab\rreturn",
                "bell\u0007 null\u0000",
                "São Paulo \uD83D\uDE00",
                "half \uD83D"
            })
    void everyTextIsOneLineThatReadsBack(String text) throws IOException {
        String line = lines(plain(), Rows.record(Schema.STRING_SCHEMA, text)).get(0);

        assertThat(JSON.readTree(line).textValue()).isEqualTo(text);
    }

    @Test
    void noChangeOfSchemaClosesAFile() {
        Schema one = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        Schema other = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();

        assertThat(lines(
                        plain(),
                        Rows.record(one, new Struct(one).put("id", 1)),
                        Rows.record(other, new Struct(other).put("id", "x")),
                        Rows.record(null, Map.of("id", 2L)),
                        Rows.record(Schema.INT32_SCHEMA, 3)))
                .containsExactly("{\"id\":1}", "{\"id\":\"x\"}", "{\"id\":2}", "3");
    }

    @Test
    void keyHeadersAndCoordinatesComeBeforeTheValue() {
        RowLayout layout = new RowLayout(
                Map.of(
                        RecordPart.KEY, "__key",
                        RecordPart.HEADERS, "__headers",
                        RecordPart.OFFSET, "__offset",
                        RecordPart.TIMESTAMP, "__timestamp"),
                Set.of("left"),
                true);
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("left", Schema.INT32_SCHEMA)
                .build();
        SinkRecord record = new SinkRecord(
                "t",
                0,
                Schema.STRING_SCHEMA,
                "k",
                schema,
                new Struct(schema).put("id", 1).put("left", 2),
                7,
                9L,
                TimestampType.CREATE_TIME);
        record.headers().addString("h", "v");

        assertThat(lines(
                        new JsonFormat(layout, false, Compression.NONE),
                        record,
                        new SinkRecord("t", 0, null, "k", null, null, 8)))
                .containsExactly(
                        "{\"__key\":\"k\",\"__headers\":[{\"key\":\"h\",\"value\":\"v\"}],\"__offset\":7,\"__timestamp\":9,\"id\":1}",
                        "{\"__key\":\"k\",\"__headers\":[],\"__offset\":8,\"__timestamp\":null}");
    }

    @Test
    void aFieldOfAColumnsNameIsRefusedNamingBoth() {
        FileSequence files = new FileSequence(new JsonFormat(
                new RowLayout(Map.of(RecordPart.OFFSET, "id"), Set.of(), false), false, Compression.NONE));

        files.add(Rows.record(null, Map.of("id", 1L)));

        assertThat(files.rejected()).singleElement().asString().contains("field 'id'", "columns.offset");
    }

    @Test
    void whatCannotBeALineIsRefusedAndTheRestIsWritten() {
        FileSequence files = new FileSequence(plain());

        files.add(
                Rows.record(null, Map.of("id", 1L)),
                Rows.record(null, Map.of("id", new Object())),
                Rows.record(null, Map.of("id", 2L)));

        assertThat(files.rejected()).singleElement().asString().contains("java.lang.Object");
        assertThat(text(files.files().get(0))).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 9})
    void compressedFilesAreGzip(int level) throws IOException {
        JsonFormat format = new JsonFormat(RowLayout.VALUE_ONLY, false, new Compression(true, level));
        FileSequence files = new FileSequence(format);

        for (int i = 0; i < 1_000; i++) {
            files.add(Rows.record(null, Map.of("id", 1L)));
        }

        byte[] file = files.files().get(0);
        assertThat(format.extension()).isEqualTo(".json.gz");
        assertThat(file.length).isLessThan(1_000);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            assertThat(text(in.readAllBytes())).isEqualTo("{\"id\":1}\n".repeat(1_000));
        }
    }

    private static JsonFormat plain() {
        return new JsonFormat(RowLayout.VALUE_ONLY, false, Compression.NONE);
    }

    private static List<String> lines(JsonFormat format, SinkRecord... records) {
        FileSequence files = new FileSequence(format).add(records);
        assertThat(files.rejected()).isEmpty();
        assertThat(files.files()).hasSize(1);
        return text(files.files().get(0)).lines().toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] convert(Schema schema, Object value, boolean decimalsAsNumbers) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(
                    Map.of(
                            "schemas.enable", "false",
                            "decimal.format", decimalsAsNumbers ? "NUMERIC" : "BASE64",
                            "replace.null.with.default", "false"),
                    false);
            return converter.fromConnectData("t", schema, value);
        }
    }

    private static Struct sample() {
        Schema inner =
                SchemaBuilder.struct().field("x", Schema.OPTIONAL_INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field("yes", Schema.BOOLEAN_SCHEMA)
                .field("small", Schema.INT8_SCHEMA)
                .field("large", Schema.INT64_SCHEMA)
                .field("real", Schema.FLOAT32_SCHEMA)
                .field("exact", Schema.FLOAT64_SCHEMA)
                .field("nan", Schema.FLOAT64_SCHEMA)
                .field("infinite", Schema.FLOAT32_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field(
                        "zoned",
                        SchemaBuilder.string()
                                .name(SemanticType.ZONED_TIMESTAMP.logicalName())
                                .build())
                .field("none", SchemaBuilder.int32().optional().defaultValue(7).build())
                .field(
                        "list",
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .field(
                        "pairs",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .field("inner", inner)
                .build();
        return new Struct(schema)
                .put("yes", true)
                .put("small", (byte) -5)
                .put("large", 1L << 60)
                .put("real", 0.5f)
                .put("exact", 1e300)
                .put("nan", Double.NaN)
                .put("infinite", Float.NEGATIVE_INFINITY)
                .put("bytes", ByteBuffer.wrap(new byte[] {1, 2, -1}))
                .put("price", new BigDecimal("-12.30"))
                .put("day", new Date(86_400_000L))
                .put("time", new Date(1_000))
                .put("at", new Date(1_700_000_000_123L))
                .put("zoned", "2026-11-20T05:06:07Z")
                .put("none", null)
                .put("list", Arrays.asList("a", null))
                .put("map", Map.of("k", 1))
                .put("pairs", Map.of(7, "seven"))
                .put("inner", new Struct(inner).put("x", 3));
    }
}
