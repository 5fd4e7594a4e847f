// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.json;

import dev.sluice.connect.s3.format.DataFiles;
import dev.sluice.connect.s3.format.FileFormat;
import dev.sluice.connect.s3.format.SchemaMemory;
import dev.sluice.connect.s3.row.RowLayout;

/**
 * Files of one JSON object a line. Each line stands for itself, so no change of schema closes a file.
 *
 * @param decimalsAsNumbers whether decimals are written as numbers, and not as the Base64 of their digits
 */
public record JsonFormat(RowLayout layout, boolean decimalsAsNumbers, Compression compression) implements FileFormat {
    /**
     * How files are compressed.
     *
     * @param level 1 to 9, or -1 for what gzip does when it is not told
     */
    public record Compression(boolean gzip, int level) {
        public static final Compression NONE = new Compression(false, -1);
    }

    @Override
    public String extension() {
        return compression.gzip() ? ".json.gz" : ".json";
    }

    @Override
    public String contentType() {
        return compression.gzip() ? "application/gzip" : "application/x-ndjson";
    }

    @Override
    public DataFiles files(SchemaMemory memory) {
        JsonLines lines = new JsonLines(layout, decimalsAsNumbers);
        return first -> {
            lines.check(first);
            return new JsonFile(lines, compression);
        };
    }
}
