// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the log tells of tombstones that delete nothing. */
class TombstonesTest {
    private final Tombstones tombstones = new Tombstones();

    private static SinkRecord record(String topic, int partition, @Nullable Object key, long offset) {
        return new SinkRecord(topic, partition, null, key, null, null, offset);
    }

    @Test
    void theOneAfterADeleteOfItsKeyHasNothingToAdd() {
        assertThat(Log.of(() -> {
                    tombstones.expectAfter(record("t", 0, "a", 0));
                    tombstones.passOver(record("t", 0, "a", 1));
                    tombstones.expectAfter(record("t", 0, null, 2));
                    tombstones.passOver(record("t", 0, null, 3));
                }))
                .isEmpty();
    }

    @Test
    void anyOtherIsADeleteThatCannotBeDone() {
        assertThat(Log.of(() -> tombstones.passOver(record("t", 0, "a", 8))))
                .singleElement()
                .asString()
                .contains("t-0 offset 8", "this tombstone deletes no row", "pk.mode=record_value");
    }

    @Test
    void aDeleteOfAnotherKeyOrPartitionExcusesNone() {
        assertThat(Log.of(() -> {
                    tombstones.expectAfter(record("t", 0, "a", 0));
                    tombstones.passOver(record("t", 0, "b", 1));
                }))
                .hasSize(1);
        assertThat(Log.of(() -> {
                    tombstones.expectAfter(record("u", 0, "a", 0));
                    tombstones.passOver(record("u", 1, "a", 1));
                }))
                .hasSize(1);
    }

    @Test
    void theLogTellsTheFirstTheTenthTheHundredthOfATopic() {
        assertThat(Log.of(() -> {
                    for (int i = 1; i <= 250; i++) {
                        tombstones.passOver(record("t", i % 3, "a", i));
                    }
                    tombstones.passOver(record("u", 0, "a", 0));
                }))
                .satisfiesExactly(
                        first -> assertThat(first).contains("t-1 offset 1,", "tombstone 1 of its kind"),
                        tenth -> assertThat(tenth).contains("t-1 offset 10,", "tombstone 10 of its kind"),
                        hundredth -> assertThat(hundredth).contains("t-1 offset 100,", "tombstone 100 of its kind"),
                        other -> assertThat(other).contains("u-0 offset 0,", "tombstone 1 of its kind"));
    }
}
