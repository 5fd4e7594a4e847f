// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrantRecordsTest {
    private static final SinkRecord RECORD = new SinkRecord(
            "renamed", 0, null, null, null, "secret", 5, 0L, TimestampType.CREATE_TIME, List.of(), "orders", 3, 8812);
    private final DataException error = new DataException("field 'amount' is missing");

    private final List<String> reported = new ArrayList<>();
    private Future<Void> answer = CompletableFuture.completedFuture(null);
    private final ErrantRecordReporter reporter = (record, error) -> {
        reported.add(error.getMessage());
        return answer;
    };

    @Test
    void aBadRecordStopsTheTaskUnlessTolerated() {
        ErrantRecords errant = ErrantRecords.of(contextWith(reporter), Map.of());

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> errant.report(RECORD, error))
                .withMessageStartingWith("orders-3 offset 8812: field 'amount' is missing. ")
                .withMessageContaining("errors.tolerance=all")
                .withMessageNotContaining("secret");
        assertThat(reported).isEmpty();
    }

    @Test
    void aToleratedRecordIsReportedWithItsOriginalCoordinates() {
        ErrantRecords errant = ErrantRecords.of(contextWith(reporter), Map.of("errors.tolerance", "ALL"));

        errant.report(RECORD, error);
        errant.await();

        assertThat(reported).containsExactly("orders-3 offset 8812: field 'amount' is missing");
        assertThat(errant.reported()).isEqualTo(1);
    }

    @Test
    void aReportThatFailsStopsTheTask() {
        answer = CompletableFuture.failedFuture(new IllegalStateException("no such topic"));
        ErrantRecords errant = ErrantRecords.of(contextWith(reporter), Map.of("errors.tolerance", "all"));
        errant.report(RECORD, error);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(errant::await)
                .withMessageContaining("dead-letter topic")
                .withStackTraceContaining("no such topic");
    }

    @Test
    void withToleranceAndNoReporterTheRecordIsDropped() {
        ErrantRecords errant = ErrantRecords.of(contextWith(null), Map.of("errors.tolerance", "all"));

        errant.report(RECORD, error);
        errant.await();

        assertThat(errant.reported()).isEqualTo(1);
    }

    /** Of the whole context only the reporter is asked for, and the interface differs between worker versions. */
    private static SinkTaskContext contextWith(@Nullable ErrantRecordReporter reporter) {
        return (SinkTaskContext) Proxy.newProxyInstance(
                ErrantRecordsTest.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("errantRecordReporter");
                    return reporter;
                });
    }
}
