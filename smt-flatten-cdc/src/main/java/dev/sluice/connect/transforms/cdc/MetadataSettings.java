// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;

/**
 * What of the envelope, and of the record's place in Kafka, goes on beside the row.
 *
 * @param fields added to every row
 * @param headers set as headers
 */
public record MetadataSettings(List<MetadataField> fields, List<MetadataField> headers) {
    public MetadataSettings {
        fields = List.copyOf(fields);
        headers = List.copyOf(headers);
    }
}
