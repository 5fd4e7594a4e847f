// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SemanticTypeTest {
    @ParameterizedTest
    @EnumSource(Schema.Type.class)
    void everyConnectTypeHasAMeaning(Schema.Type type) {
        assertThat(SemanticType.of(SchemaBuilder.type(type))).hasToString(type.name());
    }

    @ParameterizedTest
    @EnumSource(SemanticType.class)
    void everyLogicalNameLeadsBackToItsType(SemanticType type) {
        Schema schema = SchemaBuilder.type(type.wireType()).name(type.logicalName());

        assertThat(SemanticType.of(schema)).isEqualTo(type);
    }

    @Test
    void theNamesOfConnectAreTakenFromConnect() {
        assertThat(SemanticType.of(Decimal.schema(2))).isEqualTo(SemanticType.DECIMAL);
        assertThat(SemanticType.of(Date.SCHEMA)).isEqualTo(SemanticType.CONNECT_DATE);
        assertThat(SemanticType.of(org.apache.kafka.connect.data.Time.SCHEMA)).isEqualTo(SemanticType.CONNECT_TIME);
        assertThat(SemanticType.of(org.apache.kafka.connect.data.Timestamp.SCHEMA))
                .isEqualTo(SemanticType.CONNECT_TIMESTAMP);
    }

    @Test
    void aLogicalNameOnAnotherTypeMeansNothing() {
        Schema schema = SchemaBuilder.string().name("io.debezium.time.MicroTimestamp");

        assertThat(SemanticType.of(schema)).isEqualTo(SemanticType.STRING);
    }

    @Test
    void onlyStructsAndArraysWithALogicalNameAreCompositeValues() {
        assertThat(SemanticType.VARIABLE_SCALE_DECIMAL.isCompositeValue()).isTrue();
        assertThat(SemanticType.STRUCT.isCompositeValue()).isFalse();
        assertThat(SemanticType.UUID.isCompositeValue()).isFalse();
    }
}
