// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.RecordedEnvelopesTest.column;
import static dev.sluice.connect.transforms.RecordedEnvelopesTest.configured;
import static dev.sluice.connect.transforms.RecordedEnvelopesTest.copy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.transforms.RecordedEnvelopesTest.Outcome;
import io.debezium.transforms.ExtractNewRecordState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What MariaDB and Debezium's connector for MySQL really wrote, column for column beside Debezium's own transform: a table with a column of
 * each type, one without a key, one with a key of two columns.
 */
class RecordedMariaDbTest {
    private static final Map<String, String> METADATA = Map.of(
            "add.fields", "op,table,db,file,pos,row,server_id,ts_ms,source.ts_us:committed",
            "add.headers", "op,db,source.pos:position",
            "replace.null.with.default", "false");

    @Test
    void theRecordingsHoldEachKindOfChange() {
        assertThat(operations("mysql.shapes.types")).isEqualTo("r c u d tombstone c d tombstone c u t");
        assertThat(operations("mysql.shapes.keyless")).isEqualTo("c u d");
        // A REPLACE of a row that exists is an update.
        assertThat(operations("mysql.shapes.order_lines")).isEqualTo("c c d tombstone c u d tombstone d tombstone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "delete-to-tombstone", "drop", "rewrite", "rewrite-with-tombstone"})
    void everyRecordComesOutAsDebeziumsOwnTransformLeavesIt(String mode) {
        for (Recording recording : Recording.allOfMariaDb()) {
            Transformation<SinkRecord> ours = configured(new FlattenCdc<>(), mode, METADATA);
            Transformation<SinkRecord> theirs = configured(new ExtractNewRecordState<>(), mode, METADATA);
            for (SinkRecord record : recording.records()) {
                assertThat(Outcome.of(ours.apply(copy(record))))
                        .as("%s-%d", recording.topic(), record.kafkaOffset())
                        .isEqualTo(Outcome.of(theirs.apply(copy(record))));
            }
        }
    }

    @Test
    void theRowsOfATableHaveOneSchemaWhateverTheOperation() {
        for (Recording recording : Recording.allOfMariaDb()) {
            Transformation<SinkRecord> transform = configured(new FlattenCdc<>(), "rewrite", METADATA);

            assertThat(recording.records().stream()
                            .map(transform::apply)
                            .filter(Objects::nonNull)
                            .map(SinkRecord::valueSchema)
                            .distinct())
                    .as(recording.topic())
                    .hasSize(1);
        }
    }

    @Test
    void theRowSaysWhereInTheBinaryLogItsEventIs() {
        List<SinkRecord> events =
                Recording.ofMariaDb("mysql.shapes.order_lines").records();
        Transformation<SinkRecord> transform =
                configured(new FlattenCdc<>(), "rewrite", Map.of("add.fields", "file,pos,row"));
        SinkRecord first = transform.apply(events.get(0));
        SinkRecord second = transform.apply(events.get(1));

        // Two rows of one statement are one event of the log.
        assertThat(column(first, "__file")).isEqualTo("binlog.000001").isEqualTo(column(second, "__file"));
        assertThat(column(first, "__pos")).isNotNull().isEqualTo(column(second, "__pos"));
        assertThat(List.of(column(first, "__row"), column(second, "__row"))).isEqualTo(List.of(0, 1));
    }

    @Test
    void nothingIsUnavailableInAnythingThatAFullRowImageHolds() {
        for (Recording recording : Recording.allOfMariaDb()) {
            for (SinkRecord record : recording.records()) {
                SinkRecord row =
                        configured(new FlattenCdc<>(), "rewrite", Map.of()).apply(copy(record));
                if (row != null) {
                    assertThat(Transforms.headers(row)).doesNotContainKey("__unavailable");
                }
            }
        }
    }

    private static String operations(String topic) {
        return String.join(
                " ",
                Recording.ofMariaDb(topic).records().stream()
                        .map(record -> record.value() == null ? "tombstone" : ((Struct) record.value()).getString("op"))
                        .toList());
    }
}
