// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RowKeyTest {
    private static RowKey key(Object... values) {
        return new RowKey(List.of("a", "b", "c").subList(0, values.length), List.of(values));
    }

    @Test
    void keysOfOneRowAreEqualWhateverTheOrderOfTheirColumns() {
        RowKey key = new RowKey(List.of("a", "b", "c"), List.of(1L, "x", true));
        RowKey turned = new RowKey(List.of("c", "a", "b"), List.of(true, 1L, "x"));

        assertThat(turned).isEqualTo(key).hasSameHashCodeAs(key).isEqualByComparingTo(key);
        assertThat(turned.columns()).containsExactly("a", "b", "c");
        assertThat(turned.values()).containsExactly(1L, "x", true);
    }

    @Test
    void trailingZerosOfADecimalMakeNoOtherRow() {
        RowKey key = key(new BigDecimal("1.50"));

        assertThat(key(new BigDecimal("1.5"))).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key(new BigDecimal("1.51"))).isNotEqualTo(key);
    }

    @Test
    void keysWithEqualValuesInOtherColumnsAreOtherRows() {
        assertThat(new RowKey(List.of("a"), List.of(1L))).isNotEqualTo(new RowKey(List.of("b"), List.of(1L)));
    }

    @Test
    void keysThatDifferInTheirHashesSpreadOverAHashTable() {
        assertThat(List.of(key(1L), key(2L), key("a"), key("b")))
                .extracting(RowKey::hashCode)
                .doesNotHaveDuplicates();
    }

    @Test
    void keysAreOrderedByTheirFirstColumnThatDiffers() {
        assertThat(new TreeSet<>(List.of(key(2L, "a"), key(1L, "b"), key(10L, "a"), key(1L, "a"))))
                .containsExactly(key(1L, "a"), key(1L, "b"), key(2L, "a"), key(10L, "a"));
    }

    @Test
    void textsDecimalsAndBytesAreOrderedByWhatTheyHold() {
        assertThat(key("a")).isLessThan(key("b"));
        assertThat(key(new BigDecimal("9"))).isLessThan(key(new BigDecimal("10")));
        assertThat(key(ByteBuffer.wrap(new byte[] {1}))).isLessThan(key(ByteBuffer.wrap(new byte[] {2})));
    }

    @Test
    void buffersOfAnyClassAreComparedByWhatTheyHold() {
        RowKey onHeap = key(ByteBuffer.wrap(new byte[] {1, 2}));
        RowKey direct = key(ByteBuffer.allocateDirect(2).put(0, (byte) 1).put(1, (byte) 2));

        assertThat(direct).isEqualTo(onHeap).isEqualByComparingTo(onHeap);
        assertThat(direct.isLike(onHeap)).isTrue();
    }

    @Test
    void aKeyThatBeginsLikeAnotherComesBeforeIt() {
        assertThat(key(1L)).isLessThan(key(1L, "a"));
        assertThat(key(1L, "a")).isGreaterThan(key(1L));
    }

    @Test
    void keysOfSeveralTypesHaveAnOrderTooAndOnlyOne() {
        RowKey number = key(1L);
        RowKey text = key("1");

        assertThat(Integer.signum(number.compareTo(text))).isEqualTo(-Integer.signum(text.compareTo(number)));
        assertThat(number).isNotEqualByComparingTo(text);
    }

    @Test
    void onlyKeysOfTheSameColumnsAndTypesCompareAsTheDatabaseDoes() {
        assertThat(key(1L, "a").isLike(key(2L, "b"))).isTrue();
        assertThat(key(1L, "a").isLike(key(1L))).isFalse();
        assertThat(key(1L, "a").isLike(key("1", "a"))).isFalse();
        assertThat(key(1L, "a").isLike(key(1L, true))).isFalse();
        assertThat(new RowKey(List.of("a"), List.of(1L)).isLike(new RowKey(List.of("b"), List.of(1L))))
                .isFalse();
    }
}
