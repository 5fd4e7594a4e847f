// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.s3.avro.AvroCodec;
import dev.sluice.connect.s3.avro.AvroFormat;
import dev.sluice.connect.s3.avro.AvroRows;
import dev.sluice.connect.s3.format.Evolution.Spec;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.connect.s3.parquet.ParquetSettings;
import dev.sluice.connect.s3.row.RowLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** For any schemas that change as producers change them, and any order in which their records come. */
class SchemaGrowthTest {
    private static final int RECORDS = 60;

    @Property(tries = 120, seed = "20261120", shrinking = ShrinkingMode.OFF)
    void parquetFilesHoldWhatWasWrittenAndThereIsAtMostOneForEachVersion(@ForAll Random random) {
        check(random, new ParquetFormat(ParquetSettings.of(Codec.NONE)), file -> ParquetRows.read(file).stream()
                .map(row -> (Object) PlainValues.ofParquet(row))
                .toList());
    }

    @Property(tries = 120, seed = "20261121", shrinking = ShrinkingMode.OFF)
    void avroFilesHoldWhatWasWrittenAndThereIsAtMostOneForEachVersion(@ForAll Random random) {
        check(random, new AvroFormat(AvroCodec.NULL), file -> AvroRows.read(file).stream()
                .map(row -> PlainValues.ofAvro(row.getSchema(), row))
                .toList());
    }

    private static void check(Random random, RowFormat format, Function<byte[], List<Object>> reader) {
        Evolution evolution = new Evolution(random);
        List<Spec> versions = evolution.versions(1 + random.nextInt(5));
        List<Schema> schemas = versions.stream().map(Evolution::schema).toList();
        FileSequence files = new FileSequence(new GrowingFiles(format, RowLayout.VALUE_ONLY, true, false));
        List<Object> written = new ArrayList<>();
        Set<Schema> seen = new HashSet<>();

        for (int i = 0; i < RECORDS; i++) {
            int version = random.nextInt(versions.size());
            Schema schema = schemas.get(version);
            Object value = evolution.value(versions.get(version), schema);
            files.add(new SinkRecord("topic", 0, null, null, schema, value, i));
            written.add(PlainValues.ofConnect(value));
            seen.add(schema);
        }

        assertThat(files.rejected()).isEmpty();
        assertThat(files.files().size()).isLessThanOrEqualTo(seen.size());
        assertThat(files.files().stream().flatMap(file -> reader.apply(file).stream()))
                .containsExactlyElementsOf(written);
    }
}
