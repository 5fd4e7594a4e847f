// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.parquet;

import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.schema.MessageType;

/**
 * How Parquet files are laid out.
 *
 * @param level of the codec's effort; {@link Codec#DEFAULT_LEVEL} for its own default
 * @param rowGroupBytes about how much of the columns, encoded and not yet compressed, makes a row group
 * @param pageBytes about how much of one column, encoded and not yet compressed, makes a page
 * @param dictionary whether values that repeat are written once a column
 * @param dictionaryBytes how large a column's dictionary may grow before the column is written plainly
 * @param bloomFilters columns that get one, as paths with dots; those that a file does not have are passed over
 * @param types which types columns may have
 */
public record ParquetSettings(
        Codec codec,
        int level,
        long rowGroupBytes,
        int pageBytes,
        boolean dictionary,
        int dictionaryBytes,
        Set<String> bloomFilters,
        TypeSet types) {
    private static final long ROW_GROUP_BYTES = 64L << 20;

    public ParquetSettings {
        bloomFilters = Set.copyOf(bloomFilters);
    }

    /** What the configuration's defaults give. */
    public static ParquetSettings of(Codec codec) {
        return new ParquetSettings(
                codec,
                Codec.DEFAULT_LEVEL,
                ROW_GROUP_BYTES,
                ParquetProperties.DEFAULT_PAGE_SIZE,
                true,
                ParquetProperties.DEFAULT_DICTIONARY_PAGE_SIZE,
                Set.of(),
                TypeSet.STANDARD);
    }

    ParquetProperties properties(MessageType type) {
        ParquetProperties.Builder properties = ParquetProperties.builder()
                .withPageSize(pageBytes)
                .withDictionaryEncoding(dictionary)
                .withDictionaryPageSize(dictionaryBytes);
        for (ColumnDescriptor column : type.getColumns()) {
            String path = String.join(".", column.getPath());
            if (bloomFilters.contains(path)) {
                // Adaptive: cut to what the column needs when its row group ends.
                Object unused = properties.withBloomFilterEnabled(path, true).withAdaptiveBloomFilterEnabled(true);
            }
        }
        return properties.build();
    }
}
