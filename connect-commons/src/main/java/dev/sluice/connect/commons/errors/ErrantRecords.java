// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.errors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bad records go: to the worker's errant-record reporter, alone, while the rest of the batch goes on.
 *
 * <p>With {@code errors.tolerance=none} a bad record stops the task with an error that names its coordinates. With {@code all} and
 * neither a dead-letter topic nor {@code errors.log.enable}, Connect hands out no reporter; such a record is dropped with a WARN.
 *
 * <p>Used by one task thread. Call {@link #await} before anything that makes the records' offsets final: a report that has not
 * arrived by then would be lost with the process.
 */
public final class ErrantRecords {
    private static final Logger log = LoggerFactory.getLogger(ErrantRecords.class);

    private final @Nullable ErrantRecordReporter reporter;
    private final boolean tolerated;
    private final List<Future<Void>> pending = new ArrayList<>();
    private long reported;

    private ErrantRecords(@Nullable ErrantRecordReporter reporter, boolean tolerated) {
        this.reporter = reporter;
        this.tolerated = tolerated;
    }

    /** @param connectorConfig the task's configuration as Connect handed it to {@code start} */
    public static ErrantRecords of(SinkTaskContext context, Map<String, String> connectorConfig) {
        return new ErrantRecords(
                context.errantRecordReporter(),
                "all".equalsIgnoreCase(connectorConfig.getOrDefault("errors.tolerance", "none")));
    }

    /**
     * Reports one record.
     *
     * @throws ConnectException if bad records are not tolerated
     */
    public void report(SinkRecord record, DataException error) {
        DataException located = located(record, error);
        if (!tolerated) {
            throw new ConnectException(
                    located.getMessage()
                            + ". Correct the source or the configuration; or set errors.tolerance=all and a dead-letter topic"
                            + " (errors.deadletterqueue.topic.name) to set such records aside",
                    error);
        }
        reported++;
        if (reporter == null) {
            log.warn(
                    "Dropped a bad record, because errors.tolerance=all is set without a dead-letter topic: {}",
                    located.getMessage());
        } else {
            pending.add(reporter.report(record, located));
        }
    }

    /** Reports a record that is left out on purpose, where a dead-letter topic awaits it; elsewhere there is nothing to be told. */
    public void reportSkipped(SinkRecord record, DataException why) {
        if (tolerated && reporter != null) {
            pending.add(reporter.report(record, located(record, why)));
        }
    }

    /** False where {@link #report} stops the task. */
    public boolean areTolerated() {
        return tolerated;
    }

    /** Returns once every report so far is stored. */
    public void await() {
        for (Future<Void> report : pending) {
            try {
                report.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted while bad records were being reported", e);
            } catch (ExecutionException e) {
                throw new ConnectException("a bad record could not be reported to the dead-letter topic", e.getCause());
            }
        }
        pending.clear();
    }

    /** How many records were set aside since the task started. */
    public long reported() {
        return reported;
    }

    private static DataException located(SinkRecord record, DataException error) {
        return new DataException(RecordCoordinates.of(record) + ": " + error.getMessage(), error);
    }
}
