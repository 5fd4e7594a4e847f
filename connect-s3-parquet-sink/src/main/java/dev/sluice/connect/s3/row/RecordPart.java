// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.row;

import dev.sluice.connect.commons.errors.RecordCoordinates;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What of a record, besides its value, can be a column. */
public enum RecordPart {
    /** The key; of whatever type it is. */
    KEY("columns.key"),
    /** All headers, in order. One fixed type, so that another header is not another schema. */
    HEADERS("columns.headers"),
    /** The topic in Kafka, whatever a transform has called it since. */
    TOPIC("columns.topic"),
    PARTITION("columns.partition"),
    OFFSET("columns.offset"),
    /** Kafka's timestamp; null if the record has none. */
    TIMESTAMP("columns.timestamp");

    private static final Schema HEADER = SchemaBuilder.struct()
            .name("Header")
            .field("key", Schema.STRING_SCHEMA)
            .field("value", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema HEADER_LIST = SchemaBuilder.array(HEADER).build();
    private static final Schema TIME =
            ColumnSchemas.reduceValue(Timestamp.builder().optional().build());

    private final String configurationKey;

    RecordPart(String configurationKey) {
        this.configurationKey = configurationKey;
    }

    /** The configuration key that names the column. */
    public String configurationKey() {
        return configurationKey;
    }

    /** The type of the column; null for the key, which brings its own. */
    @Nullable Schema schema() {
        return switch (this) {
            case KEY -> null;
            case HEADERS -> HEADER_LIST;
            case TOPIC -> Schema.STRING_SCHEMA;
            case PARTITION -> Schema.INT32_SCHEMA;
            case OFFSET -> Schema.INT64_SCHEMA;
            case TIMESTAMP -> TIME;
        };
    }

    /** The schema of what {@link #read} answers; null where there is none. */
    public @Nullable Schema schemaOf(SinkRecord record) {
        return this == KEY ? record.keySchema() : schema();
    }

    public @Nullable Object read(SinkRecord record) {
        return switch (this) {
            case KEY -> record.key();
            case HEADERS -> headers(record);
            case TOPIC -> RecordCoordinates.of(record).topic();
            case PARTITION -> RecordCoordinates.of(record).partition();
            case OFFSET -> RecordCoordinates.of(record).offset();
            case TIMESTAMP -> time(record.timestamp());
        };
    }

    private static @Nullable Date time(@Nullable Long millis) {
        // Kafka's own sign for "none" is -1.
        return millis == null || millis < 0 ? null : new Date(millis);
    }

    private static List<Struct> headers(SinkRecord record) {
        List<Struct> headers = new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            headers.add(new Struct(HEADER)
                    .put("key", header.key())
                    .put("value", header.value() == null ? null : JsonText.textOf(header.schema(), header.value())));
        }
        return headers;
    }
}
