// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.format.RowFile;
import dev.sluice.connect.s3.row.Row;
import dev.sluice.connect.s3.row.Rows;
import dev.sluice.connect.s3.storage.ByteChunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFileTest {
    private static final int COLUMNS = 20;
    private static final Schema SCHEMA = schema();

    private final RowFile file = RecordEncoder.compile(Rows.columns(SCHEMA), ParquetSettings.of(Codec.SNAPPY))
            .begin();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5_000})
    void everyRowIsThereInOrderWhereverRowGroupsEnd(int rows) {
        int ends = 0;
        for (int row = 0; row < rows; row++) {
            file.write(row(row));
            if (row % 700 == 699 && file.endRowGroup()) {
                ends++;
            }
        }
        byte[] bytes = bytes(file.close());

        assertThat(ids(bytes))
                .containsExactlyElementsOf(LongStream.range(0, rows).boxed().toList());
        assertThat(ParquetRows.rowGroups(bytes)).hasSize(rows == 0 ? 0 : ends + (rows % 700 == 0 ? 0 : 1));
        assertThat(ends).isEqualTo(rows / 700);
    }

    /** What codecs allocate for themselves outside the heap, no budget sees. */
    @ParameterizedTest
    @EnumSource(Codec.class)
    void noCodecKeepsMemoryOutsideTheHeap(Codec codec) {
        RecordEncoder encoder = RecordEncoder.compile(Rows.columns(SCHEMA), ParquetSettings.of(codec));
        long before = bytesOutsideTheHeap();
        List<RowFile> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RowFile one = encoder.begin();
            for (int row = 0; row < 1_000; row++) {
                one.write(row(row));
            }
            boolean unused = one.endRowGroup();
            open.add(one);
        }

        assertThat(bytesOutsideTheHeap() - before).isLessThan(1 << 20);
        assertThat(open).allSatisfy(one -> assertThat(ids(bytes(one.close()))).hasSize(1_000));
    }

    private static long bytesOutsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void aRowGroupThatEndsLeavesLittleBehind() {
        fill(2_000);
        long before = file.heldBytes();

        assertThat(file.endRowGroup()).isTrue();

        assertThat(file.heldBytes()).isLessThan(before / 4);
        assertThat(ParquetRows.rowGroups(bytes(file.close()))).containsExactly(2_000L);
    }

    @Test
    void aRowGroupThatWouldLeaveAsMuchAsItHoldsDoesNotEnd() {
        fill(3);

        assertThat(file.endRowGroup()).isFalse();

        assertThat(ParquetRows.rowGroups(bytes(file.close()))).containsExactly(3L);
    }

    @Test
    void aFileOfFewRowsDoesNotHoldEmptyColumns() {
        fill(10);

        assertThat(file.heldBytes()).isPositive().isLessThan(COLUMNS * 1024L);
    }

    @Test
    void anOpenFilesEstimateIsNotFarFromWhatItBecomes() {
        fill(20_000);
        long estimated = file.estimatedBytes();

        assertThat(bytes(file.close()).length).isBetween((int) (estimated / 3), (int) (estimated * 2));
    }

    /** Against the heap itself would be a measurement; that a JVM survives with these figures is shown by another test. */
    @Test
    void whatIsHeldGrowsWithWhatIsWritten() {
        fill(1_000);
        long some = file.heldBytes();
        fill(9_000);

        assertThat(file.heldBytes()).isGreaterThan(2 * some);
    }

    @Test
    void bloomFiltersCountFromTheFirstRowInColumnsUntilTheFileEnds() {
        long filter = 2L << 20;
        ParquetSettings plain = ParquetSettings.of(Codec.SNAPPY);
        RowFile filtered = RecordEncoder.compile(
                        Rows.columns(SCHEMA),
                        new ParquetSettings(
                                plain.codec(),
                                plain.level(),
                                plain.rowGroupBytes(),
                                plain.pageBytes(),
                                plain.dictionary(),
                                plain.dictionaryBytes(),
                                Set.of("id"),
                                plain.types()))
                .begin();
        filtered.write(row(0));
        assertThat(filtered.heldBytes()).isLessThan(filter / 100);

        for (int row = 1; row < 60_000; row++) {
            filtered.write(row(row));
        }
        fill(60_000);
        assertThat(filtered.heldBytes()).isGreaterThanOrEqualTo(file.heldBytes() + filter);

        if (filtered.endRowGroup()) {
            assertThat(filtered.heldBytes()).isGreaterThanOrEqualTo(filter);
        }
        assertThat(bytes(filtered.close())).isNotEmpty();
    }

    @Test
    void aClosedFileIsTheSameWhenAskedAgain() {
        fill(5);

        assertThat(file.close()).isSameAs(file.close());
    }

    private void fill(int rows) {
        for (int row = 0; row < rows; row++) {
            file.write(row(row));
        }
    }

    private static Schema schema() {
        SchemaBuilder schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
        for (int column = 1; column < COLUMNS; column++) {
            schema.field("c" + column, column % 2 == 0 ? Schema.INT64_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA);
        }
        return schema.build();
    }

    private static Row row(long id) {
        Struct row = new Struct(SCHEMA).put("id", id);
        for (int column = 1; column < COLUMNS; column++) {
            row.put("c" + column, column % 2 == 0 ? (Object) (id * column) : "text " + id % 97);
        }
        return Rows.row(row);
    }

    private static List<Long> ids(byte[] file) {
        return ParquetRows.read(file).stream()
                .map((Group row) -> row.getLong("id", 0))
                .toList();
    }

    private static byte[] bytes(ByteChunks chunks) {
        try (var in = chunks.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
