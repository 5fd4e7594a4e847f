// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaBytesTest {
    private static final Schema NESTED = ColumnSchemas.reduceValue(SchemaBuilder.struct()
            .name("com.example.Order")
            .field("id", Schema.INT64_SCHEMA)
            .field(
                    "text",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Uuid")
                            .optional()
                            .build())
            .field(
                    "amount",
                    Decimal.builder(2)
                            .parameter("connect.decimal.precision", "10")
                            .build())
            .field(
                    "lines",
                    SchemaBuilder.array(SchemaBuilder.struct()
                                    .optional()
                                    .field("größe", Schema.OPTIONAL_FLOAT64_SCHEMA)
                                    .build())
                            .build())
            .field(
                    "notes",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT8_SCHEMA)
                            .optional()
                            .build())
            .build());

    static Stream<Schema> everyTypeWithADefault() {
        return Stream.of(
                        SchemaBuilder.bool().defaultValue(true),
                        SchemaBuilder.int8().defaultValue((byte) -1),
                        SchemaBuilder.int16().defaultValue((short) -2),
                        SchemaBuilder.int32().defaultValue(-3),
                        SchemaBuilder.int64().defaultValue(Long.MIN_VALUE),
                        SchemaBuilder.float32().defaultValue(0.5f),
                        SchemaBuilder.float64().defaultValue(Double.NaN),
                        SchemaBuilder.string().defaultValue("ä\0" + "x".repeat(70_000)),
                        SchemaBuilder.bytes().defaultValue(ByteBuffer.wrap(new byte[] {0, -1})),
                        SchemaBuilder.array(Schema.INT8_SCHEMA).defaultValue(List.of()),
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT8_SCHEMA)
                                .defaultValue(Map.of()),
                        Decimal.builder(3).defaultValue(new BigDecimal("-1.005")),
                        Timestamp.builder().defaultValue(new Date(-5)))
                .map(SchemaBuilder::build);
    }

    @ParameterizedTest
    @MethodSource("everyTypeWithADefault")
    void everyTypeAndItsDefaultIsReadAsItWasWritten(Schema schema) {
        Schema reduced = ColumnSchemas.reduceValue(
                SchemaBuilder.struct().field("f", schema).build());

        assertThat(SchemaBytes.read(SchemaBytes.write(reduced))).isEqualTo(reduced);
    }

    @Test
    void namesParametersNullsAndWhatIsNestedAreReadAsTheyWereWritten() {
        assertThat(SchemaBytes.read(SchemaBytes.write(NESTED))).isEqualTo(NESTED);
    }

    /** What is stored by one version is read by all later ones. */
    @Test
    void theFormIsFixed() {
        Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

        assertThat(SchemaBytes.write(schema))
                .isEqualTo(bytes("\u0001\0\0\0\u0006STRUCT\0\0\0\u0001\0\0\0\u0002id\0\0\0\u0005INT64"
                        + "\0\0\0\0\0\0\0\0\0\u0004NONE\0\0\0\0\0\0\0\0\0\u0004NONE"));
    }

    @Test
    void bytesThatAreCutOffAnywhereAreNoSchema() {
        byte[] whole = SchemaBytes.write(NESTED);

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> SchemaBytes.read(part));
        }
    }

    @Test
    void bytesOfALaterVersionAreToldApart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaBytes.read(new byte[] {2}))
                .withMessageContaining("later version");
    }

    private static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
