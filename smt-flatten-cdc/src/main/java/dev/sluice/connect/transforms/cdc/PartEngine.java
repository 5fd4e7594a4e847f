// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;

/**
 * Treats the key or the value of each record as {@link CdcEngine} treats rows, whatever the record is.
 *
 * <p>The record that comes in is never changed, nor are its headers. Used by one task thread.
 */
public final class PartEngine<R extends ConnectRecord<R>> {
    private final RecordPart part;
    private final PartRows rows;
    private final PlanCache<Optional<Converted>> values;

    public PartEngine(RecordPart part, PartSettings settings) {
        this.part = part;
        this.rows = new PartRows(settings, new FieldDrops(new DropSettings("", false, true)));
        TypeConversions types = new TypeConversions(settings.types(), new UnavailableValue(settings.placeholder()));
        this.values = new PlanCache<>(settings.schemaCacheSize(), types::of);
    }

    /**
     * What goes on in place of this record. What is null goes on as it is, and so does what is neither a struct nor a map without a schema,
     * unless its type is converted.
     *
     * @throws DataException if a value does not allow what is to become of it; the message names the field and no value
     */
    public R apply(R record) {
        Object value = part.value(record);
        Schema schema = part.schema(record);
        if (value instanceof Struct struct && !isOneValue(struct.schema())) {
            return withRow(record, rows.of(record, struct, Set.of(), missing(record)));
        }
        if (value instanceof Map<?, ?> map && schema == null) {
            return withRow(record, rows.of(map, Set.of(), missing(record)));
        }
        if (value == null || schema == null) {
            return record;
        }
        Optional<Converted> converted = values.planFor(schema);
        return converted.isEmpty()
                ? record
                : part.replace(
                        record,
                        converted.get().schema(),
                        converted.get().conversion().convert(value));
    }

    private static boolean isOneValue(Schema schema) {
        return SemanticType.of(schema).isCompositeValue();
    }

    /** The header is about rows, which values are. */
    private Set<String> missing(R record) {
        Header header = part == RecordPart.VALUE ? record.headers().lastWithName(CdcHeaders.UNAVAILABLE) : null;
        if (header == null || !(header.value() instanceof List<?> names)) {
            return Set.of();
        }
        Set<String> missing = new LinkedHashSet<>();
        names.forEach(name -> missing.add(String.valueOf(name)));
        return missing;
    }

    private R withRow(R record, Row row) {
        R copy = part.replace(record, row.schema(), row.value());
        if (part == RecordPart.VALUE) {
            CdcHeaders.setUnavailable(copy.headers(), row.unavailable());
        }
        return copy;
    }
}
