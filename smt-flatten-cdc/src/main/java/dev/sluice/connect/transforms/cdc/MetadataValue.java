// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A {@link MetadataField} as one envelope schema has it.
 *
 * @param origin the path as error messages name it
 * @param schema optional, so that it is the same whatever the operation
 */
record MetadataValue(String outputName, String origin, Schema schema, Reader reader) {
    /** Where the value comes from. */
    @FunctionalInterface
    interface Reader {
        @Nullable Object read(ConnectRecord<?> record, Struct envelope);
    }

    /** One value; several where the field is a struct that is taken apart; none where the envelope has no such field. */
    static List<MetadataValue> resolve(
            MetadataField wanted, Envelope envelope, Flattener flattener, boolean replaceNullWithDefault) {
        return KafkaField.of(wanted.reference())
                .map(field -> List.of(new MetadataValue(
                        wanted.outputName(),
                        field.reference(),
                        field.schema(),
                        (record, ignored) -> field.read(record))))
                .orElseGet(() -> envelope.find(wanted.reference())
                        .map(path -> flattener.optionalLeavesAt(path, wanted.outputName()).stream()
                                .map(leaf -> ofEnvelope(leaf, envelope, replaceNullWithDefault))
                                .toList())
                        .orElse(List.of()));
    }

    MetadataValue named(String newName) {
        return new MetadataValue(newName, origin, schema, reader);
    }

    @Nullable Object read(ConnectRecord<?> record, Struct envelope) {
        return Schemas.under(schema, reader.read(record, envelope));
    }

    private static MetadataValue ofEnvelope(Flattener.Leaf leaf, Envelope envelope, boolean replaceNullWithDefault) {
        List<Step> path = leaf.path();
        // Nulls of a row are data. In the rest of the envelope the connector's defaults are what it means, for example
        // snapshot=false.
        SourcePath source = envelope.isInRow(path) && !replaceNullWithDefault
                ? SourcePath.keepingNulls(path)
                : SourcePath.withDefaults(path);
        return new MetadataValue(leaf.name(), source.toString(), leaf.schema(), (record, struct) -> {
            Object value = source.read(struct);
            return value == null ? null : leaf.conversion().convert(value);
        });
    }
}
