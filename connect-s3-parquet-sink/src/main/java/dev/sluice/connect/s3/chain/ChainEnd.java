// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far the visible files of a chain reach: records below {@link #nextOffset} are in them.
 *
 * <p>It is read from the store when a task first meets the chain, and again after a conflict; nothing else is needed after a crash.
 */
public final class ChainEnd {
    /** A chain without files. */
    public static final ChainEnd EMPTY = new ChainEnd(null, null);

    private final @Nullable String key;
    private final @Nullable FileMetadata last;

    private ChainEnd(@Nullable String key, @Nullable FileMetadata last) {
        this.key = key;
        this.last = last;
    }

    /** The chain ends with this file. */
    public static ChainEnd at(String key, FileMetadata metadata) {
        return new ChainEnd(key, metadata);
    }

    /**
     * The chain ends with this object.
     *
     * @throws ConnectException if the object is not of this connector's making
     */
    public static ChainEnd read(String key, Map<String, String> userMetadata) {
        FileMetadata metadata = FileMetadata.parse(userMetadata)
                .orElseThrow(
                        () -> new ConnectException("object '" + key + "' bears a name of this connector's files, but"
                                + " was written by something else: it has none of their metadata, so there is no telling which"
                                + " offsets it holds. It will be neither overwritten nor skipped over. Set another topics.dir, or"
                                + " move the object away"));
        return at(key, metadata);
    }

    /** True where the record at this offset is in a visible file. */
    public boolean covers(long offset) {
        return offset < nextOffset();
    }

    public long nextOffset() {
        return last == null ? 0 : last.nextOffset();
    }

    /**
     * Checks that a covered record may be skipped: that it is in the chain's files, as far as the last of them tells.
     *
     * @param timestamp Kafka's timestamp of the record; null if it has none
     * @param reader who wants to skip it
     * @return whether this was the record that the last file ends with, so that nothing is left to be checked
     * @throws ConnectException if it may not: records must not be skipped silently
     */
    public boolean verifyCovered(long offset, @Nullable Long timestamp, FileMetadata.Origin reader) {
        if (last == null || !covers(offset)) {
            throw new IllegalArgumentException("offset " + offset + " is not covered");
        }
        FileMetadata.Origin writer = last.origin();
        if (!writer.connector().equals(reader.connector())) {
            throw new ConnectException("offset " + offset + " would count as written, because object '" + key
                    + "' ends behind it; but that was written by the connector '" + writer.connector()
                    + "', which may have had other records to write. Give each connector a topics.dir of its own; or, if this"
                    + " one takes over from it, set this one's offset for the partition to " + last.nextOffset()
                    + " or later");
        }
        if (!writer.layout().equals(reader.layout())) {
            throw new ConnectException("offset " + offset + " would count as written, because object '" + key
                    + "' ends behind it; but that was written under other settings of partitioner, path.format, time zone,"
                    + " locale or timestamp, which may have put this record elsewhere. Set another topics.dir; or go back to"
                    + " the old settings, let the lag reach zero, and change them then");
        }
        if (offset != last.nextOffset() - 1) {
            return false;
        }
        if (!Objects.equals(timestamp, last.lastTimestamp())) {
            throw new ConnectException("object '" + key + "' ends with offset " + offset
                    + ", and the record that Kafka now has at this offset bears another timestamp: the topic was probably"
                    + " deleted and created again under its old name. Its records below that offset would count as already"
                    + " written; none of them is committed yet. Choose: set another topics.dir; or move the old topic's"
                    + " objects away; or, if the new records up to here are not wanted, set the connector's offset for this"
                    + " partition to " + last.nextOffset()
                    + ". With schema.compatibility other than NONE, remove in the last"
                    + " two cases the schemas of the old topic too, below _sluice/schemas in topics.dir");
        }
        return true;
    }
}
