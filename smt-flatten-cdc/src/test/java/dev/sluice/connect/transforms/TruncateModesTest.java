// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class TruncateModesTest {
    private final SinkRecord truncate = record(key(7), event("t", null, null));

    @Test
    void truncatesAreDroppedUnlessTheUserSaysOtherwise() {
        assertThat(flattenCdc().apply(truncate)).isNull();
        assertThat(flattenCdc("truncate.handling.mode", "drop").apply(truncate)).isNull();
    }

    @Test
    void aTruncateIsPassedOnAsItIsWithItsOperation() {
        SinkRecord result = flattenCdc("truncate.handling.mode", "pass").apply(truncate);

        assertThat(result.value()).isSameAs(truncate.value());
        assertThat(result.valueSchema()).isSameAs(truncate.valueSchema());
        assertThat(headers(result)).isEqualTo(Map.of("__op", "t"));
        assertThat(truncate.headers()).isEmpty();
    }

    @Test
    void aTruncateIsRewrittenToANullWithItsKeyAndItsOperation() {
        SinkRecord result = flattenCdc("truncate.handling.mode", "rewrite").apply(truncate);

        assertThat(result.value()).isNull();
        assertThat(result.valueSchema()).isNull();
        assertThat(result.key()).isEqualTo(key(7));
        assertThat(headers(result)).isEqualTo(Map.of("__op", "t"));
    }

    @Test
    void theOperationIsSetOnceAndUnderItsOwnNameWhateverThePrefix() {
        SinkRecord asked = flattenCdc("truncate.handling.mode", "rewrite", "add.headers", "op,lsn")
                .apply(truncate);
        SinkRecord renamed = flattenCdc(
                        "truncate.handling.mode", "rewrite", "add.headers", "op", "add.headers.prefix", "cdc.")
                .apply(truncate);

        assertThat(headers(asked)).isEqualTo(Map.of("__op", "t", "__lsn", 24_023_128L));
        assertThat(headers(renamed)).isEqualTo(Map.of("__op", "t", "cdc.op", "t"));
    }

    @Test
    void aTruncateIsRefusedWithTheWayOut() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("truncate.handling.mode", "fail").apply(truncate))
                .withMessageContaining("shop.public.orders-3 offset 8812")
                .withMessageContaining("truncate.handling.mode");
    }
}
