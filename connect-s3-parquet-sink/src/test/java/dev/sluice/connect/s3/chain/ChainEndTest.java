// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.s3.chain.FileMetadata.Origin;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class ChainEndTest {
    private static final Origin READER = new Origin("sink", "layout");
    private static final ChainEnd END =
            ChainEnd.at("orders+0+10", new FileMetadata(20, 8, 1_000L, 2_000L, READER, "0f1e", "tag"));

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
        assertThat(END.verifyCovered(18, 77L, READER)).isFalse();
        assertThat(END.verifyCovered(19, 2_000L, READER)).isTrue();
    }

    @Test
    void anotherRecordAtTheLastOffsetTellsThatTheTopicWasMadeAgain() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> END.verifyCovered(19, 2_001L, READER))
                .withMessageContaining("deleted and created again")
                .withMessageContaining("topics.dir")
                .withMessageContaining("to 20")
                .withMessageContaining("schemas of the old topic too, below _sluice/schemas");
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> END.verifyCovered(19, null, READER));
    }

    @Test
    void filesOfAnotherConnectorProveNothing() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> END.verifyCovered(11, 77L, new Origin("other", "layout")))
                .withMessageContaining("'orders+0+10'")
                .withMessageContaining("connector 'sink'")
                .withMessageContaining("topics.dir");
    }

    @Test
    void filesOfAnotherLayoutProveNothing() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> END.verifyCovered(11, 77L, new Origin("sink", "other")))
                .withMessageContaining("'orders+0+10'")
                .withMessageContaining("time zone")
                .withMessageContaining("let the lag reach zero");
    }
}
