// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.transforms.ExtractNewRecordState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What PostgreSQL and Debezium really wrote, column for column beside Debezium's own transform: a table with a column of each type, values
 * kept out of line, tables with and without a key, with the default and the full replica identity.
 */
class RecordedEnvelopesTest {
    private static final Map<String, String> METADATA = Map.of(
            "add.fields", "op,table,lsn,source.ts_ms,ts_ms,id:txid",
            "add.headers", "op,db,source.lsn:position",
            // Their default; asserted below.
            "replace.null.with.default", "false");

    @Test
    void theRecordingsHoldEachKindOfChange() {
        String life = "r c u d tombstone c d tombstone c u t";

        assertThat(operations("shapes.public.types")).isEqualTo(life);
        assertThat(operations("shapes.public.types_full")).isEqualTo(life);
        assertThat(operations("shapes.public.documents")).isEqualTo("r c u d tombstone");
        assertThat(operations("shapes.public.documents_full")).isEqualTo("c u");
        assertThat(operations("shapes.public.keyless")).isEqualTo("c u d");
        assertThat(operations("shapes.message")).isEqualTo("m");
        assertThat(Recording.of("shapes.transaction").records()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "delete-to-tombstone", "drop", "rewrite", "rewrite-with-tombstone"})
    void everyRecordComesOutAsDebeziumsOwnTransformLeavesIt(String mode) {
        for (Recording recording : Recording.all()) {
            Transformation<SinkRecord> ours = configured(new FlattenCdc<>(), mode, METADATA);
            Transformation<SinkRecord> theirs = configured(new ExtractNewRecordState<>(), mode, METADATA);
            for (SinkRecord record : recording.records()) {
                assertThat(Outcome.of(ours.apply(copy(record))))
                        .as("%s-%d", recording.topic(), record.kafkaOffset())
                        .isEqualTo(Outcome.of(theirs.apply(copy(record))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewrite", "rewrite-with-tombstone"})
    void aNullInAColumnWithADefaultIsANullHereAndTheDefaultThere(String mode) {
        SinkRecord update = Recording.of("shapes.public.types").records().get(2);

        assertThat(column(configured(new FlattenCdc<>(), mode, Map.of()).apply(copy(update)), "with_default"))
                .isNull();
        assertThat(column(
                        configured(new ExtractNewRecordState<>(), mode, Map.of())
                                .apply(copy(update)),
                        "with_default"))
                .isEqualTo("none");
    }

    /** The connector leaves it null and means its default. */
    @Test
    void aChangeIsMarkedAsNoSnapshotHereAndNotAtAllThere() {
        SinkRecord insert = Recording.of("shapes.public.types").records().get(1);
        Map<String, String> settings = Map.of("add.fields", "snapshot", "replace.null.with.default", "false");

        assertThat(column(configured(new FlattenCdc<>(), "rewrite", settings).apply(copy(insert)), "__snapshot"))
                .isEqualTo("false");
        assertThat(column(
                        configured(new ExtractNewRecordState<>(), "rewrite", settings)
                                .apply(copy(insert)),
                        "__snapshot"))
                .isNull();
    }

    @Test
    void theColumnsThatAnUpdateLeftOutOfLineAreListedWhateverTheirType() {
        SinkRecord update = Recording.of("shapes.public.documents").records().get(2);

        SinkRecord row = configured(new FlattenCdc<>(), "tombstone", Map.of()).apply(update);

        assertThat(Transforms.headers(row).get("__unavailable"))
                .isEqualTo(List.of("body", "data", "attributes", "labels", "tags", "numbers", "bigints", "uuids"));
        assertThat(column(row, "title")).isEqualTo("second");
    }

    @Test
    void nothingIsUnavailableInAnythingElse() {
        for (Recording recording : Recording.all()) {
            for (SinkRecord record : recording.records()) {
                SinkRecord row =
                        configured(new FlattenCdc<>(), "rewrite", Map.of()).apply(copy(record));
                boolean leftOutOfLine =
                        recording.topic().equals("shapes.public.documents") && record.kafkaOffset() == 2;
                if (row != null && !leftOutOfLine) {
                    assertThat(Transforms.headers(row))
                            .as("%s-%d", recording.topic(), record.kafkaOffset())
                            .doesNotContainKey("__unavailable");
                }
            }
        }
    }

    @Test
    void theRowsOfATableHaveOneSchemaWhateverTheOperation() {
        for (String table : List.of("types", "types_full", "documents", "keyless")) {
            Transformation<SinkRecord> transform = configured(new FlattenCdc<>(), "rewrite", METADATA);

            assertThat(Recording.of("shapes.public." + table).records().stream()
                            .map(transform::apply)
                            .filter(Objects::nonNull)
                            .map(SinkRecord::valueSchema)
                            .distinct())
                    .as(table)
                    .hasSize(1);
        }
    }

    private static String operations(String topic) {
        return String.join(
                " ",
                Recording.of(topic).records().stream()
                        .map(record -> record.value() == null ? "tombstone" : ((Struct) record.value()).getString("op"))
                        .toList());
    }

    /** What a sink sees of a record, apart from the schema of a null value and from the header that only we write. */
    record Outcome(
            @Nullable Object key,
            String topic,
            @Nullable String schema,
            Map<String, @Nullable Object> headers,
            List<Column> columns) {
        private record Column(
                String name, Schema schema, @Nullable Object value) {}

        /** Empty where the record was dropped. */
        static Optional<Outcome> of(@Nullable SinkRecord record) {
            if (record == null) {
                return Optional.empty();
            }
            Struct row = (Struct) record.value();
            Map<String, @Nullable Object> headers = new HashMap<>(Transforms.headers(record));
            headers.remove("__unavailable");
            return Optional.of(new Outcome(
                    record.key(),
                    record.topic(),
                    row == null ? null : row.schema().name(),
                    headers,
                    row == null ? List.of() : columns(row)));
        }

        private static List<Column> columns(Struct row) {
            List<Column> columns = new ArrayList<>();
            for (Field field : row.schema().fields()) {
                columns.add(new Column(field.name(), field.schema(), row.getWithoutDefault(field.name())));
            }
            return columns;
        }
    }

    static @Nullable Object column(SinkRecord record, String name) {
        return ((Struct) record.value()).getWithoutDefault(name);
    }

    /** With headers of its own: Debezium's transform adds to those of the record it is given. */
    static SinkRecord copy(SinkRecord record) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    static Transformation<SinkRecord> configured(
            Transformation<SinkRecord> transform, String mode, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("delete.tombstone.handling.mode", mode);
        transform.configure(all);
        return transform;
    }
}
