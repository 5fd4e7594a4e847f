// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;

/** The fields that a record itself says are to be left out, in the header that the user named for it. */
final class FieldDrops {
    /** The sets of dropped fields in use at once are few: those that change together. */
    static final int REMEMBERED = 64;

    private final DropSettings settings;
    private final Map<Schema, Map<Set<String>, Schema>> keySchemas = new BoundedMap<>(REMEMBERED);

    FieldDrops(DropSettings settings) {
        this.settings = settings;
    }

    /** Empty where nothing is dropped. */
    Set<String> of(ConnectRecord<?> record) {
        if (settings.header().isEmpty()) {
            return Set.of();
        }
        Iterator<Header> headers = record.headers().allWithName(settings.header());
        Object names = headers.hasNext() ? headers.next().value() : null;
        if (names == null) {
            return Set.of();
        }
        if (!(names instanceof List<?> list)) {
            throw new DataException("header '" + settings.header()
                    + "', which drop.fields.header.name names, is not a list of field names");
        }
        return list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    boolean mayDrop(Schema field) {
        return field.isOptional() || !settings.keepRequired();
    }

    /** The record's key without those fields, where the user wants it so. */
    SchemaAndValue keyOf(ConnectRecord<?> record, Set<String> dropped) {
        if (!settings.fromKey() || dropped.isEmpty()) {
            return new SchemaAndValue(record.keySchema(), record.key());
        }
        if (record.key() instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new LinkedHashMap<>(map);
            kept.keySet().removeIf(name -> name instanceof String && dropped.contains(name));
            return new SchemaAndValue(record.keySchema(), kept);
        }
        if (!(record.key() instanceof Struct key)) {
            return new SchemaAndValue(record.keySchema(), record.key());
        }
        Schema schema = keySchemas
                .computeIfAbsent(key.schema(), ignored -> new BoundedMap<>(REMEMBERED))
                .computeIfAbsent(dropped, names -> without(key.schema(), names));
        Struct kept = new Struct(schema);
        schema.fields().forEach(field -> kept.put(field, key.getWithoutDefault(field.name())));
        return new SchemaAndValue(schema, kept);
    }

    private Schema without(Schema struct, Set<String> names) {
        SchemaBuilder builder = Schemas.copyOfStruct(struct);
        if (struct.isOptional()) {
            builder.optional();
        }
        for (Field field : struct.fields()) {
            if (!(names.contains(field.name()) && mayDrop(field.schema()))) {
                builder.field(field.name(), field.schema());
            }
        }
        return builder.build();
    }
}
