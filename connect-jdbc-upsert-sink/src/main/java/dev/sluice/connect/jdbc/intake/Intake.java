// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.intake;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of several {@code put} calls that wait to be written together.
 *
 * <p>A call counts as a whole: if writing fails, the worker delivers its records again, so they are given back; those of earlier calls
 * are kept, as they will not come again.
 */
public final class Intake {
    private final Map<TopicPartition, Progress> partitions = new HashMap<>();
    private final List<Taken> held = new ArrayList<>();
    private final List<Taken> arriving = new ArrayList<>();
    private Set<SinkRecord> failed = Set.of();
    private boolean redelivery;
    private @Nullable Progress last;

    public void open(Collection<TopicPartition> assigned) {
        assigned.forEach(partition -> partitions.put(partition, new Progress(partition, !failed.isEmpty())));
        last = null;
    }

    /** Drops what is not written of these: whoever owns them next is given it. */
    public void close(Collection<TopicPartition> revoked) {
        partitions.keySet().removeAll(revoked);
        drop(Set.copyOf(revoked));
        last = null;
    }

    /** Another task has these, or may have them: drops what is not written of them, and takes nothing until they are regained. */
    public void lose(Collection<TopicPartition> lost) {
        for (TopicPartition partition : lost) {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                progress.lose(held.stream()
                        .filter(taken -> taken.partition().equals(partition))
                        .mapToLong(Taken::offset)
                        .min());
            }
        }
        drop(Set.copyOf(lost));
    }

    private void drop(Set<TopicPartition> dropped) {
        held.removeIf(taken -> dropped.contains(taken.partition()));
        arriving.removeIf(taken -> dropped.contains(taken.partition()));
    }

    public Set<TopicPartition> lost() {
        Set<TopicPartition> lost = new HashSet<>();
        partitions.values().stream().filter(Progress::isLost).forEach(progress -> lost.add(progress.partition()));
        return lost;
    }

    /**
     * It is this task's again, and nobody has written to it meanwhile.
     *
     * @return where the consumer has to be sent, because records were dropped that it has passed
     */
    public OptionalLong regain(TopicPartition partition) {
        Progress progress = partitions.get(partition);
        return progress == null ? OptionalLong.empty() : progress.regain();
    }

    /** It is this task's, and the consumer is sent to this offset. */
    public void seek(TopicPartition partition, long offset) {
        Progress progress = partitions.get(partition);
        if (progress != null) {
            drop(Set.of(partition));
            progress.seek(offset);
        }
    }

    /** A call of {@code put} begins. */
    public void begin(Collection<SinkRecord> records) {
        redelivery = !records.isEmpty() && failed.containsAll(records);
        partitions.values().forEach(progress -> progress.batchBegins(redelivery));
    }

    /** What becomes of a record that is new. */
    @FunctionalInterface
    public interface Reader {
        Taken read(SinkRecord record, TopicPartition partition, long offset);
    }

    public void take(Collection<SinkRecord> records, Reader reader) {
        for (SinkRecord record : records) {
            RecordCoordinates at = RecordCoordinates.of(record);
            Progress progress = progress(at);
            // A worker may deliver what it polled before a partition was taken from it, if a transform renamed the
            // topic.
            if (progress != null && isNew(progress, at)) {
                arriving.add(reader.read(record, progress.partition(), at.offset()));
                progress.taken(at.offset());
            }
        }
    }

    private @Nullable Progress progress(RecordCoordinates at) {
        if (last == null || !last.isOf(at.topic(), at.partition())) {
            last = partitions.get(at.topicPartition());
        }
        return last;
    }

    private boolean isNew(Progress progress, RecordCoordinates at) {
        return switch (progress.judge(at.offset())) {
            case TAKE -> true;
            case IGNORE -> false;
            case SKIP -> {
                progress.taken(at.offset());
                yield false;
            }
            case WENT_BACK -> {
                // What follows comes once more.
                held.removeIf(taken -> taken.partition().equals(progress.partition()) && taken.offset() >= at.offset());
                arriving.removeIf(
                        taken -> taken.partition().equals(progress.partition()) && taken.offset() >= at.offset());
                yield true;
            }
            case LOG_RESTARTED ->
                throw new ConnectException(at + ": the table of offsets says that later records of this partition are"
                        + " written, and the consumer cannot go there. The topic was deleted and made again, or its"
                        + " newest records were lost. To write what the topic holds now, stop the connector, give this"
                        + " partition no offset (PATCH /connectors/<name>/offsets with {\"offsets\": [{\"partition\":"
                        + " {\"kafka_topic\": \"" + at.topic() + "\", \"kafka_partition\": " + at.partition()
                        + "}, \"offset\": null}]}) and resume it");
        };
    }

    /** What waits, in the order of arrival. */
    public List<Taken> waiting() {
        List<Taken> waiting = new ArrayList<>(held);
        waiting.addAll(arriving);
        return waiting;
    }

    public int size() {
        return held.size() + arriving.size();
    }

    /** About how large the values are of what waits. */
    public long bytes() {
        return held.stream().mapToLong(Taken::bytes).sum()
                + arriving.stream().mapToLong(Taken::bytes).sum();
    }

    /** The offset after the last record of each partition that waits. */
    public Map<TopicPartition, Long> next() {
        Map<TopicPartition, Long> next = new HashMap<>();
        addNext(held, next);
        addNext(arriving, next);
        return next;
    }

    /** Once for each run of neighbours, of which a poll has one a partition. */
    private static void addNext(List<Taken> taken, Map<TopicPartition, Long> next) {
        int from = 0;
        while (from < taken.size()) {
            TopicPartition partition = taken.get(from).partition();
            long highest = 0;
            int to = from;
            for (; to < taken.size() && taken.get(to).partition().equals(partition); to++) {
                highest = Math.max(highest, taken.get(to).offset());
            }
            next.merge(partition, highest + 1, Math::max);
            from = to;
        }
    }

    /** Below these offsets everything is written already. */
    public void dropWritten(Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) -> {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                progress.written(offset);
            }
        });
        held.removeIf(taken -> taken.offset() < next.getOrDefault(taken.partition(), 0L));
        arriving.removeIf(taken -> taken.offset() < next.getOrDefault(taken.partition(), 0L));
    }

    /** All that waits is written. */
    public void written() {
        held.clear();
        arriving.clear();
    }

    /** The call failed: the worker will deliver its records again. */
    public void undo(Collection<SinkRecord> records) {
        arriving.clear();
        partitions.values().forEach(Progress::undo);
        if (!redelivery) {
            failed = Collections.newSetFromMap(new IdentityHashMap<>());
            failed.addAll(records);
        }
    }

    /** The call went through: what of it is not written is kept. */
    public void delivered() {
        held.addAll(arriving);
        arriving.clear();
        failed = Set.of();
        partitions.values().forEach(Progress::delivered);
    }

    /** The offsets up to which everything is written. */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> delivered) {
        Map<TopicPartition, Long> first = new HashMap<>();
        held.forEach(taken -> first.merge(taken.partition(), taken.offset(), Math::min));
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        delivered.forEach((partition, offset) -> {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                Long unwritten = first.get(partition);
                progress.committable(
                                unwritten == null ? OptionalLong.empty() : OptionalLong.of(unwritten), offset.offset())
                        .ifPresent(value -> committable.put(partition, new OffsetAndMetadata(value)));
            }
        });
        return committable;
    }
}
