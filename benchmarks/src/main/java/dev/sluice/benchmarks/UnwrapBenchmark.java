// SPDX-License-Identifier: Apache-2.0
package dev.sluice.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From an envelope to a flat row with {@code __deleted} and three metadata fields: one record, one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 7, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
public class UnwrapBenchmark {
    @Param
    private Traffic traffic = Traffic.ONE_TABLE;

    @Param({"20", "100"})
    private int columns = 20;

    @Param
    private Contender contender = Contender.FLATTEN_CDC;

    private SinkRecord[] records = {};
    private List<Transformation<SinkRecord>> stages = List.of();
    private int next;

    @Setup
    public void prepare() {
        records = Envelopes.records(columns, traffic);
        stages = contender.stages();
    }

    @Benchmark
    public SinkRecord unwrap() {
        SinkRecord record = records[next];
        next = (next + 1) % records.length;
        for (Transformation<SinkRecord> stage : stages) {
            record = stage.apply(record);
        }
        return record;
    }
}
