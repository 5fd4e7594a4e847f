// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class ChainEndTest {
    private static final ChainEnd END =
            ChainEnd.at("orders+0+10", new FileMetadata(20, 8, 1_000L, 2_000L, "sink", "0f1e", "tag"));

    @Test
    void recordsBelowTheNextOffsetAreCovered() {
        assertThat(END.covers(19)).isTrue();
        assertThat(END.covers(20)).isFalse();
        assertThat(ChainEnd.EMPTY.covers(0)).isFalse();
    }

    @Test
    void anObjectOfAnotherMakingStopsTheTaskAndIsNamed() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> ChainEnd.read("topics/orders/orders+0+0000000005.parquet", Map.of("writer", "other")))
                .withMessageContaining("'topics/orders/orders+0+0000000005.parquet'")
                .withMessageContaining("Set another topics.dir, or move the object away");
    }

    @Test
    void theSameRecordAtTheLastOffsetIsSkipped() {
        assertThatNoException().isThrownBy(() -> END.verifyCovered(19, 2_000L));
        assertThatNoException().isThrownBy(() -> END.verifyCovered(18, 77L));
    }

    @Test
    void anotherRecordAtTheLastOffsetTellsThatTheTopicWasMadeAgain() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> END.verifyCovered(19, 2_001L))
                .withMessageContaining("deleted and created again")
                .withMessageContaining("topics.dir")
                .withMessageContaining("to 20");
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> END.verifyCovered(19, null));
    }
}
