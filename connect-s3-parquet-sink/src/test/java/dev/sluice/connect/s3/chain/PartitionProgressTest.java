// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.chain.PartitionProgress.Verdict;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private static final OptionalLong NOTHING = OptionalLong.empty();
    private final PartitionProgress progress = new PartitionProgress(false);

    @Test
    void aRecordIsTakenOnce() {
        assertThat(progress.judge(5)).isEqualTo(Verdict.TAKE);
        progress.taken(5);

        progress.batchBegins(true);
        assertThat(progress.judge(5)).isEqualTo(Verdict.IGNORE);
        assertThat(progress.judge(6)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void aLowerOffsetInABatchThatWasPolledLaterShowsThatTheConsumerWasSetBack() {
        progress.taken(5);

        progress.batchBegins(false);
        assertThat(progress.judge(3)).isEqualTo(Verdict.WENT_BACK);
        progress.goBack(3);
        assertThat(progress.judge(3)).isEqualTo(Verdict.TAKE);
    }

    @Test
    void withNothingOpenAllThatWasDeliveredMayBeCommittedAlsoWhatATransformDropped() {
        progress.taken(5);

        assertThat(progress.committable(NOTHING, 9)).hasValue(9);
    }

    @Test
    void anOpenFileHoldsTheCommitBack() {
        progress.taken(5);

        assertThat(progress.committable(OptionalLong.of(3), 9)).hasValue(3);
    }

    @Test
    void nothingBeyondWhatTheWorkerCountsIsCommitted() {
        // A batch failed half-way: the file begins within what is not counted yet.
        assertThat(progress.committable(OptionalLong.of(7), 4)).hasValue(4);
    }

    @Test
    void afterARewindTheOldBatchIsIgnoredAndItsCountDisbelieved() {
        progress.taken(9);
        progress.rewind(4);

        assertThat(progress.judge(8)).isEqualTo(Verdict.IGNORE);
        progress.batchDelivered();
        assertThat(progress.committable(NOTHING, 10)).hasValue(4);
    }

    @Test
    void theOldBatchMayComeAgainAndItsCountStaysDisbelieved() {
        progress.rewind(4);

        // The next put is a redelivery, so the batch is not fresh.
        assertThat(progress.judge(8)).isEqualTo(Verdict.IGNORE);
        progress.batchDelivered();
        progress.batchBegins(false);
        // A fresh batch without a record of this partition changes nothing.
        progress.batchDelivered();

        assertThat(progress.committable(NOTHING, 10)).hasValue(4);
    }

    @Test
    void theCountIsBelievedAgainOnceAFreshBatchIsThrough() {
        progress.rewind(4);
        progress.batchBegins(false);

        assertThat(progress.judge(4)).isEqualTo(Verdict.TAKE);
        progress.taken(4);
        assertThat(progress.committable(NOTHING, 10)).hasValue(5);

        progress.batchDelivered();
        assertThat(progress.committable(NOTHING, 7)).hasValue(7);
    }

    @Test
    void aPartitionAssignedBeforeARedeliveryKnowsNoOffsetYet() {
        PartitionProgress assigned = new PartitionProgress(true);

        assertThat(assigned.judge(8)).isEqualTo(Verdict.IGNORE);
        assigned.batchDelivered();

        assertThat(assigned.committable(NOTHING, 9)).isEmpty();
    }

    @Test
    void aPartitionAssignedInPeaceBelievesTheWorkerAtOnce() {
        assertThat(progress.committable(NOTHING, 9)).hasValue(9);
    }
}
