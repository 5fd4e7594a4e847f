// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worker may expect of every transform, whatever its options, over all that a real Debezium has written. */
class ConductTest {
    private static final Map<String, String> EVERYTHING = Map.ofEntries(
            Map.entry("add.fields", "op,source,transaction,before,kafka.offset,changed.fields,event.order"),
            Map.entry("add.headers", "op,source,after,kafka.timestamp"),
            Map.entry("flatten.key", "true"),
            Map.entry("array.mode", "json"),
            Map.entry("map.mode", "json"),
            Map.entry("on.name.collision", "suffix"),
            Map.entry("json.mode", "map"),
            Map.entry("temporal.mode", "iso"),
            Map.entry("special.temporal.values", "null"),
            Map.entry("decimal.mode", "string"),
            Map.entry("plain.types", "uuid,bits,enum,geometry,vector"),
            Map.entry("unavailable.value.mode", "null"),
            Map.entry("truncate.handling.mode", "rewrite"),
            Map.entry("message.events", "unwrap"));
    private static final List<Recording> RECORDINGS = Recording.all();
    private static final Map<String, String> TYPES =
            Map.of("temporal.mode", "iso", "decimal.mode", "double", "plain.types", "uuid,bits,enum,geometry,vector");

    static Stream<Arguments> transforms() {
        Stream<Arguments> modes = Stream.of(
                        "tombstone", "delete-to-tombstone", "drop", "rewrite", "rewrite-with-tombstone")
                .flatMap(mode -> Stream.of(
                        transform(FlattenCdc::new, with(Map.of(), "delete.tombstone.handling.mode", mode)),
                        transform(FlattenCdc::new, with(EVERYTHING, "delete.tombstone.handling.mode", mode))));
        Stream<Arguments> companions = Stream.of(
                transform(Flatten.Key::new, Map.of()),
                transform(Flatten.Value::new, Map.of("array.mode", "json", "name.case", "upper")),
                transform(ExpandJson.Key::new, Map.of()),
                transform(ExpandJson.Value::new, Map.of()),
                transform(DebeziumTypes.Key::new, TYPES),
                transform(DebeziumTypes.Value::new, TYPES),
                transform(DebeziumTypes.Value::new, Map.of("temporal.mode", "connect")));
        return Stream.concat(modes, companions);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void nothingThatArrivesIsChangedAndNothingIsRefused(Transformation<SinkRecord> transform) {
        for (Recording recording : RECORDINGS) {
            for (SinkRecord record : recording.records()) {
                String before = Picture.of(record);

                SinkRecord result = transform.apply(record);

                assertThat(Picture.of(record)).isEqualTo(before);
                if (result != null && result.value() instanceof Struct value) {
                    value.validate();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void aRecordThatIsTriedAgainComesOutTheSame(Transformation<SinkRecord> transform) {
        for (Recording recording : RECORDINGS) {
            // A schema that grows may have grown before.
            recording.records().forEach(transform::apply);
            for (SinkRecord record : recording.records()) {
                assertThat(picture(transform.apply(record))).isEqualTo(picture(transform.apply(record)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void theRowsOfATableHaveOneSchemaWhateverTheOperation(Transformation<SinkRecord> transform) {
        for (Recording recording : RECORDINGS) {
            recording.records().forEach(transform::apply);

            assertThat(recording.records().stream()
                            .filter(record -> record.value() != null)
                            .map(transform::apply)
                            .filter(Objects::nonNull)
                            .map(SinkRecord::valueSchema)
                            .filter(Objects::nonNull)
                            .distinct())
                    .as(recording.topic())
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private static String picture(SinkRecord record) {
        return record == null ? "nothing" : Picture.of(record);
    }

    private static Arguments transform(Supplier<Transformation<SinkRecord>> make, Map<String, String> settings) {
        Transformation<SinkRecord> transform = make.get();
        transform.configure(with(settings, "config.strict", "true"));
        return Arguments.of(transform);
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }
}
