// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdcOperationTest {
    private final CdcOperation<SinkRecord> deletesAndTruncates = forOperations("d, t");

    @Test
    void anEnvelopeIsJudgedByItsOperation() {
        assertThat(deletesAndTruncates.test(Records.envelope("d", null))).isTrue();
        assertThat(deletesAndTruncates.test(Records.envelope("t", null))).isTrue();
        assertThat(deletesAndTruncates.test(Records.envelope("c", null))).isFalse();
    }

    @Test
    void anEnvelopeWithoutASchemaIsJudgedLikeAnother() {
        assertThat(deletesAndTruncates.test(Records.schemalessEnvelope("d", "false")))
                .isTrue();
        assertThat(deletesAndTruncates.test(Records.schemalessEnvelope("u", "false")))
                .isFalse();
    }

    @Test
    void anEnvelopeInAMessageThatHoldsItsSchemaIsJudgedLikeAnother() {
        assertThat(deletesAndTruncates.test(Records.wrapped(Records.schemalessEnvelope("d", "false"))))
                .isTrue();
        assertThat(deletesAndTruncates.test(Records.wrapped(Records.schemalessEnvelope("u", "false"))))
                .isFalse();
        assertThat(deletesAndTruncates.test(Records.wrapped(Records.of(Map.of("id", 7, "__op", "d")))))
                .isTrue();
    }

    @Test
    void aLogicalMessageHasAnOperationToo() {
        assertThat(forOperations("m").test(Records.logicalMessage())).isTrue();
    }

    @Test
    void anUnwrappedRecordIsJudgedByTheHeaderOrFieldThatTheTransformGaveIt() {
        SinkRecord withHeader = Records.row("id", "7");
        withHeader.headers().addString("__op", "d");

        assertThat(deletesAndTruncates.test(withHeader)).isTrue();
        assertThat(deletesAndTruncates.test(Records.row("id", "7", "__op", "d")))
                .isTrue();
        assertThat(deletesAndTruncates.test(Records.row("id", "7", "__op", "c")))
                .isFalse();
    }

    @Test
    void aColumnCalledOpMakesNoEnvelope() {
        assertThat(deletesAndTruncates.test(Records.row("id", "7", "op", "d"))).isFalse();
    }

    @Test
    void whatSaysNoOperationHasNone() {
        assertThat(deletesAndTruncates.test(Records.tombstone())).isFalse();
        assertThat(deletesAndTruncates.test(Records.of(Map.of("id", 7)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "delete", "d,x"})
    void anOperationThatDoesNotExistIsRefusedWithThoseThatDo(String operations) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> forOperations(operations))
                .withMessageContaining("must be one or more of c, r, u, d, t, m");
    }

    @Test
    void theOperationsHaveToBeGiven() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new CdcOperation<SinkRecord>().configure(Map.of()))
                .withMessageContaining("ops");
    }

    private static CdcOperation<SinkRecord> forOperations(String operations) {
        return Records.configured(new CdcOperation<>(), Map.of("ops", operations));
    }
}
