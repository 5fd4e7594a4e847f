// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The records of one topic as JsonConverter wrote them, in one JSON object: {@code schemas}, each once, and {@code records}, in which
 * {@code {"schema": n, "payload": …}} points to the nth of them.
 */
final class RecordedTopic {
    private final ObjectMapper json;
    private final String topic;
    private final List<JsonNode> schemas = new ArrayList<>();
    private final List<JsonNode> records = new ArrayList<>();

    RecordedTopic(ObjectMapper json, String topic) {
        this.json = json;
        this.topic = topic;
    }

    void add(ConsumerRecord<byte[], byte[]> record) throws IOException {
        ObjectNode recorded = json.createObjectNode();
        recorded.put("timestamp", record.timestamp());
        recorded.set("key", withSchemaByNumber(record.key()));
        recorded.set("value", withSchemaByNumber(record.value()));
        ObjectNode headers = recorded.putObject("headers");
        for (Header header : record.headers()) {
            headers.set(header.key(), withSchemaByNumber(header.value()));
        }
        records.add(recorded);
    }

    int size() {
        return records.size();
    }

    /** One line a schema and one a record, so that a new recording can be compared with an old one. */
    void write(Path directory) throws IOException {
        StringBuilder out = new StringBuilder("{\"topic\": ").append(json.writeValueAsString(topic));
        appendLines(out.append(",\n\"schemas\": ["), schemas);
        appendLines(out.append("],\n\"records\": ["), records);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(topic + ".json"), out.append("]}\n"));
    }

    private void appendLines(StringBuilder out, List<JsonNode> nodes) throws IOException {
        String separator = "\n";
        for (JsonNode node : nodes) {
            out.append(separator).append(json.writeValueAsString(node));
            separator = ",\n";
        }
    }

    /** JSON's null for a tombstone's value and for the key of a table without one. */
    private JsonNode withSchemaByNumber(byte @Nullable [] written) throws IOException {
        if (written == null) {
            return json.nullNode();
        }
        ObjectNode envelope = (ObjectNode) json.readTree(written);
        JsonNode schema = envelope.required("schema");
        int number = schemas.indexOf(schema);
        if (number < 0) {
            number = schemas.size();
            schemas.add(schema);
        }
        return envelope.put("schema", number);
    }

    /** For messages. */
    @Override
    public String toString() {
        ArrayNode operations = json.createArrayNode();
        records.forEach(record -> operations.add(record.at("/value/payload/op")));
        return topic + " " + operations;
    }
}
