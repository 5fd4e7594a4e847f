// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdcSnapshotTest {
    private final CdcSnapshot<SinkRecord> snapshot = Records.configured(new CdcSnapshot<>(), Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "first", "last", "first_in_data_collection", "last_in_data_collection", "incremental"})
    void whatASnapshotReadIsTrueWhereverItIsInTheSnapshot(String position) {
        assertThat(snapshot.test(Records.envelope("r", position))).isTrue();
    }

    @Test
    void aChangeIsFalse() {
        assertThat(snapshot.test(Records.envelope("c", "false"))).isFalse();
        assertThat(snapshot.test(Records.envelope("u", null))).isFalse();
        assertThat(snapshot.test(Records.tombstone())).isFalse();
    }

    @Test
    void aReadThatAnotherTransformCallsAnInsertIsStillOfTheSnapshot() {
        assertThat(snapshot.test(Records.envelope("c", "true"))).isTrue();
    }

    @Test
    void withoutASchemaTheFlagMayBeABoolean() {
        assertThat(snapshot.test(Records.schemalessEnvelope("c", true))).isTrue();
        assertThat(snapshot.test(Records.schemalessEnvelope("c", false))).isFalse();
        assertThat(snapshot.test(Records.schemalessEnvelope("r", "false"))).isTrue();
        assertThat(snapshot.test(Records.wrapped(Records.schemalessEnvelope("c", true))))
                .isTrue();
    }

    @Test
    void anUnwrappedRecordIsJudgedByItsMetadata() {
        assertThat(snapshot.test(Records.row("id", "7", "__op", "r"))).isTrue();
        assertThat(snapshot.test(Records.row("id", "7", "__snapshot", "last"))).isTrue();
        assertThat(snapshot.test(Records.row("id", "7", "__op", "u", "__snapshot", "false")))
                .isFalse();
        assertThat(snapshot.test(Records.row("id", "7"))).isFalse();
    }
}
