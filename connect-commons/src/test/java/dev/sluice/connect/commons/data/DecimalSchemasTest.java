// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class DecimalSchemasTest {
    private static final Schema VARIABLE_SCALE = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    @Test
    void scaleAndPrecisionAreSchemaParameters() {
        Schema schema = Decimal.builder(2)
                .parameter(DecimalSchemas.PRECISION_PARAMETER, "10")
                .build();

        assertThat(DecimalSchemas.scale(schema)).isEqualTo(2);
        assertThat(DecimalSchemas.precision(schema)).hasValue(10);
        assertThat(DecimalSchemas.precision(Decimal.schema(2))).isEmpty();
    }

    @Test
    void aScaleThatIsNoNumberIsADataError() {
        Schema schema = SchemaBuilder.bytes().parameter("scale", "two").build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DecimalSchemas.scale(schema))
                .withMessageContaining("'scale'");
    }

    @Test
    void variableScaleDecimalsAreReadFromArraysAndBuffers() {
        BigDecimal number = new BigDecimal("-12345.678");
        byte[] unscaled = number.unscaledValue().toByteArray();

        assertThat(DecimalSchemas.variableScale(
                        new Struct(VARIABLE_SCALE).put("scale", 3).put("value", unscaled)))
                .isEqualTo(number);
        assertThat(DecimalSchemas.variableScale(
                        new Struct(VARIABLE_SCALE).put("scale", 3).put("value", ByteBuffer.wrap(unscaled))))
                .isEqualTo(number);
    }
}
