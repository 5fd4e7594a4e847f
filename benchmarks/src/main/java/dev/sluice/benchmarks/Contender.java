// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

import dev.sluice.connect.transforms.FlattenCdc;
import io.debezium.transforms.ExtractNewRecordState;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Flatten;
import org.apache.kafka.connect.transforms.Transformation;

/** What a user may put between the topic and the sink to get flat rows with three metadata fields; all give the same rows. */
public enum Contender {
    FLATTEN_CDC("FlattenCdc", () -> List.of(unwrapping(new FlattenCdc<>()))),
    UNWRAP("ExtractNewRecordState", () -> List.of(unwrapping(new ExtractNewRecordState<>()))),
    UNWRAP_AND_FLATTEN(
            "ExtractNewRecordState + Flatten",
            () -> List.of(unwrapping(new ExtractNewRecordState<>()), flattening(new Flatten.Value<>())));

    private final String title;

    // Only makes new instances.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<List<Transformation<SinkRecord>>> stages;

    Contender(String title, Supplier<List<Transformation<SinkRecord>>> stages) {
        this.title = title;
        this.stages = stages;
    }

    String title() {
        return title;
    }

    /** New and configured, in the order in which a worker applies them. */
    List<Transformation<SinkRecord>> stages() {
        return stages.get();
    }

    private static Transformation<SinkRecord> unwrapping(Transformation<SinkRecord> transform) {
        transform.configure(
                Map.of("delete.tombstone.handling.mode", "rewrite", "add.fields", "op,source.ts_ms,source.lsn"));
        return transform;
    }

    private static Transformation<SinkRecord> flattening(Transformation<SinkRecord> transform) {
        transform.configure(Map.of("delimiter", "_"));
        return transform;
    }
}
