// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.write;

import dev.sluice.connect.commons.errors.ErrantRecords;
import dev.sluice.connect.s3.partition.Partitioner;
import dev.sluice.connect.s3.storage.ObjectStore;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What the writers of a task share. */
record WriterParts(
        WriterSettings settings,
        Partitioner partitioner,
        ObjectStore store,
        ErrantRecords errantRecords,
        OpenFiles openFiles,
        Outbox outbox,
        SinkTaskContext context,
        WriterMetrics metrics,
        CallTime time) {}
