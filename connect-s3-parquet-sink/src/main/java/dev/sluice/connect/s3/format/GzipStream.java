// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses with gzip at a chosen level. */
public final class GzipStream extends GZIPOutputStream {
    /** @param level 1 to 9, or -1 for what the algorithm does when it is not told */
    public GzipStream(OutputStream out, int level) throws IOException {
        super(out);
        def.setLevel(level);
    }
}
