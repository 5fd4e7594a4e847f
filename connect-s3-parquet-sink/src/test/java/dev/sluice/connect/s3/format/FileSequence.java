// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The files of one chain: closes one when the next record does not fit it, as the writing does. */
public final class FileSequence {
    private final DataFiles files;
    private final List<byte[]> closed = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private @Nullable DataFile open;

    public FileSequence(FileFormat format) {
        this(format.files(new Forgetful()));
    }

    /** Another directory of the same topic-partition. */
    public FileSequence(DataFiles files) {
        this.files = files;
    }

    public FileSequence add(SinkRecord... records) {
        for (SinkRecord record : records) {
            try {
                if (open != null && !open.fits(record)) {
                    end();
                }
                if (open == null) {
                    open = files.begin(record);
                }
                open.write(record);
            } catch (DataException e) {
                rejected.add(e.getMessage());
            }
        }
        return this;
    }

    /** The files so far, the open one closed. */
    public List<byte[]> files() {
        if (open != null) {
            end();
        }
        return closed;
    }

    /** Why records were refused. */
    public List<String> rejected() {
        return rejected;
    }

    private void end() {
        DataFile ending = open;
        open = null;
        if (ending == null || ending.schemaFingerprint().isEmpty() || ending.heldBytes() < 0) {
            throw new AssertionError("an open file has a schema and a weight");
        }
        try (var in = ending.close().open()) {
            closed.add(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
