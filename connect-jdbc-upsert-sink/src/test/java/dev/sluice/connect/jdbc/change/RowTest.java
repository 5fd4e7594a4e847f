// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final Shape WHOLE = shape("id", "name", "note");

    /** The first is the key. */
    private static Shape shape(String... names) {
        return new Shape(columns(names), 1);
    }

    private static List<Shape.Column> columns(String... names) {
        return Stream.of(names).map(RowTest::column).toList();
    }

    private static Shape.Column column(String name) {
        return new Shape.Column(name, Carrier.TEXT);
    }

    private static List<@Nullable Object> values(Row row) {
        return Stream.iterate(0, i -> i < row.shape().columns().size(), i -> i + 1)
                .<@Nullable Object>map(row::value)
                .toList();
    }

    @Test
    void aRowHasAValueForEachColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Row(WHOLE, "1", "one"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Shape(columns("id"), 2));
    }

    @Test
    void columnsThatTheNewerChangeLacksKeepTheirValues() {
        Row merged = new Row(WHOLE, "1", "one", "first").overlaidBy(new Row(shape("id", "name"), "1", "two"));

        assertThat(merged.shape()).isEqualTo(WHOLE);
        assertThat(values(merged)).containsExactly("1", "two", "first");
    }

    @Test
    void aNewerChangeOfEveryColumnIsTakenAsItIs() {
        Row newer = new Row(shape("id", "note", "name"), "1", "second", "two");

        assertThat(new Row(WHOLE, "1", "one", "first").overlaidBy(newer)).isSameAs(newer);
        assertThat(new Row(shape("id", "name"), "1", "one").overlaidBy(newer)).isSameAs(newer);
    }

    @Test
    void aNullOfTheNewerChangeIsAValueToo() {
        Row merged = new Row(WHOLE, "1", "one", "first").overlaidBy(new Row(shape("id", "note"), "1", null));

        assertThat(values(merged)).containsExactly("1", null, "one");
    }

    @Test
    void theKeyAloneHasNeitherOtherColumnsNorAGuard() {
        Row row = new Row(new Shape(columns("id", "name"), 1, "name"), "1", "one");

        assertThat(row.keyAlone().shape()).isEqualTo(shape("id"));
        assertThat(values(row.keyAlone())).containsExactly("1");
    }

    @Test
    void columnsWithoutAValueAreLeftOutWithTheirValues() {
        Row row = new Row(WHOLE, "1", "one", "first");

        assertThat(row.without(Set.of())).isSameAs(row);
        assertThat(row.without(Set.of(1)).shape()).isEqualTo(shape("id", "note"));
        assertThat(values(row.without(Set.of(1)))).containsExactly("1", "first");
        assertThat(values(row.without(Set.of(1, 2)))).containsExactly("1");
    }

    @Test
    void aRowWeighsMoreTheLongerItsTextsAndBytesAre() {
        Shape one = new Shape(List.of(column("x")), 0);
        long number = new Row(one, 1L).approximateBytes();

        assertThat(number).isPositive();
        assertThat(new Row(one, "x".repeat(100)).approximateBytes()).isEqualTo(number + 100);
        assertThat(new Row(one, ByteBuffer.allocate(100).position(40)).approximateBytes())
                .isEqualTo(number + 60);
        assertThat(new Row(WHOLE, "1", "one", null).approximateBytes()).isEqualTo(3 * number + 4);
    }

    @Test
    void rowsOfOneStatementHaveTheSameColumnsKeyAndGuard() {
        Shape shape = new Shape(columns("id", "name"), 1, "name");

        assertThat(new Shape(columns("id", "name"), 1, "name")).isEqualTo(shape).hasSameHashCodeAs(shape);
        assertThat(shape)
                .isNotEqualTo(new Shape(columns("id", "name"), 1))
                .isNotEqualTo(new Shape(columns("id", "name"), 2, "name"))
                .isNotEqualTo(new Shape(columns("id", "note"), 1, "name"))
                .isNotEqualTo(new Shape(List.of(column("id"), new Shape.Column("name", Carrier.BYTES)), 1, "name"))
                .isNotEqualTo("a shape");
        assertThat(List.of(shape("id"), shape("no"), new Shape(columns("id"), 0)))
                .extracting(Shape::hashCode)
                .doesNotHaveDuplicates();
    }

    @Test
    void theColumnsOfTheKeyComeFirst() {
        Shape shape = new Shape(columns("a", "b", "c"), 2);

        assertThat(shape.key()).isEqualTo(columns("a", "b"));
        assertThat(shape.nonKey()).isEqualTo(columns("c"));
        assertThat(shape.toString()).contains("a", "b", "c");
    }

    @Test
    void theGuardIsFoundWhereTheRowHasIt() {
        Shape guarded = new Shape(columns("id", "name", "version"), 1, "version");

        assertThat(guarded.guard()).hasValue(2);
        assertThat(guarded.without(Set.of(1)).guard()).hasValue(1);
        assertThat(guarded.without(Set.of(2)).guard()).isEmpty();
        assertThat(new Shape(columns("version"), 1, "version").guard()).hasValue(0);
        assertThat(shape("id", "version").guard()).isEmpty();
    }
}
