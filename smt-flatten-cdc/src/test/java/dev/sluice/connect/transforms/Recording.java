// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * All records of one topic that a Debezium connector once wrote, as a sink's JsonConverter reads them. CONTRIBUTING.md has the commands
 * that record them anew.
 */
record Recording(String topic, List<SinkRecord> records) {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path POSTGRES = RESOURCES.resolve("recorded");
    private static final Path MARIADB = RESOURCES.resolve("recorded-mariadb");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of PostgreSQL. */
    static List<Recording> all() {
        return allIn(POSTGRES);
    }

    static List<Recording> allOfMariaDb() {
        return allIn(MARIADB);
    }

    private static List<Recording> allIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(Recording::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recording of(String topic) {
        return read(POSTGRES.resolve(topic + ".json"));
    }

    static Recording ofMariaDb(String topic) {
        return read(MARIADB.resolve(topic + ".json"));
    }

    private static Recording read(Path file) {
        try (JsonConverter converter = new JsonConverter()) {
            // A null of a column that has a default is a null.
            converter.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), false);
            JsonNode recording = JSON.readTree(file.toFile());
            String topic = recording.required("topic").asText();
            JsonNode schemas = recording.required("schemas");
            List<SinkRecord> records = new ArrayList<>();
            for (JsonNode recorded : recording.required("records")) {
                records.add(record(converter, topic, schemas, recorded, records.size()));
            }
            return new Recording(topic, List.copyOf(records));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static SinkRecord record(
            JsonConverter converter, String topic, JsonNode schemas, JsonNode recorded, long offset)
            throws IOException {
        SchemaAndValue key = data(converter, topic, schemas, recorded.required("key"));
        SchemaAndValue value = data(converter, topic, schemas, recorded.required("value"));
        SinkRecord record = new SinkRecord(
                topic,
                0,
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                offset,
                recorded.required("timestamp").asLong(),
                TimestampType.CREATE_TIME);
        for (Map.Entry<String, JsonNode> header : recorded.required("headers").properties()) {
            record.headers().add(header.getKey(), data(converter, topic, schemas, header.getValue()));
        }
        return record;
    }

    private static SchemaAndValue data(JsonConverter converter, String topic, JsonNode schemas, JsonNode numbered)
            throws IOException {
        if (numbered.isNull()) {
            return SchemaAndValue.NULL;
        }
        ObjectNode whole = numbered.deepCopy();
        whole.set("schema", schemas.get(numbered.required("schema").asInt()));
        return converter.toConnectData(topic, JSON.writeValueAsBytes(whole));
    }
}
