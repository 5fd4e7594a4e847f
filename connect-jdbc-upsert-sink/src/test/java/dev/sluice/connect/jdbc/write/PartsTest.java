// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final Shape SHAPE = new Shape(List.of(new Shape.Column("v", Carrier.TEXT)), 1);

    private static List<Row> rows(int... sizes) {
        return IntStream.of(sizes)
                .mapToObj(size -> new Row(SHAPE, "x".repeat(size)))
                .toList();
    }

    private static List<Integer> cut(List<Row> rows, int maxRows, long maxBytes) {
        List<List<Row>> parts = Parts.of(rows, maxRows, maxBytes);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(rows);
        return parts.stream().map(List::size).toList();
    }

    @Test
    void rowsAreCutByTheirNumberAndByTheirBytes() {
        assertThat(cut(rows(1, 1, 1, 1, 1), 2, 1_000)).containsExactly(2, 2, 1);
        assertThat(cut(rows(400, 400, 400, 400), 10, 1_000)).containsExactly(2, 2);
        assertThat(cut(rows(), 10, 1_000)).isEmpty();
    }

    @Test
    void aRowThatIsLargerThanAPartIsAPartOfItsOwn() {
        assertThat(cut(rows(1, 5_000, 5_000, 1, 1), 10, 1_000)).containsExactly(1, 1, 1, 2);
    }

    @Test
    void bytesCountAsTextsDo() {
        List<Row> rows = Stream.generate(() -> new Row(SHAPE, ByteBuffer.allocate(400)))
                .limit(4)
                .toList();
        assertThat(cut(rows, 10, 1_000)).containsExactly(2, 2);
    }
}
