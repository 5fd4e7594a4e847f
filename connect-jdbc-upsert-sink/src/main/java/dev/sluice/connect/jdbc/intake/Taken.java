// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.intake;

import dev.sluice.connect.jdbc.change.TableChange;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** One record that was delivered, read, and is not written yet. */
public sealed interface Taken {
    TopicPartition partition();

    long offset();

    /** About how large its values are. */
    long bytes();

    /** It changes a row; none where it asks for nothing, or two. */
    record Changes(TopicPartition partition, long offset, List<TableChange> changes, long bytes) implements Taken {
        public Changes(TopicPartition partition, long offset, List<TableChange> changes) {
            this(
                    partition,
                    offset,
                    changes,
                    changes.stream()
                            .mapToLong(change -> change.change().row().approximateBytes())
                            .sum());
        }
    }

    /** It cannot be read, and is to be set aside. */
    record Unreadable(TopicPartition partition, long offset, SinkRecord record, DataException reason) implements Taken {
        /** Nobody knows; such records are few. */
        @Override
        public long bytes() {
            return 0;
        }
    }

    static List<TableChange> changes(List<Taken> taken) {
        return taken.stream()
                .filter(Changes.class::isInstance)
                .flatMap(each -> ((Changes) each).changes().stream())
                .toList();
    }

    static List<Unreadable> unreadable(List<Taken> taken) {
        return taken.stream()
                .filter(Unreadable.class::isInstance)
                .map(Unreadable.class::cast)
                .toList();
    }
}
