// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTopicTest {
    private static final String INSERT = """
            {"schema": {"type": "struct", "name": "t.Envelope"}, "payload": {"op": "c", "share": 1.0}}""";

    private final ObjectMapper json = new ObjectMapper();
    private final RecordedTopic topic = new RecordedTopic(json, "t");

    @Test
    void eachSchemaIsWrittenOnceAndEachRecordPointsToIts(@TempDir Path directory) throws IOException {
        topic.add(record("{\"schema\": {\"type\": \"int32\"}, \"payload\": 7}", INSERT));
        topic.add(record(null, INSERT.replace("\"c\"", "\"u\"")));

        JsonNode written = written(directory);
        assertThat(written.at("/topic").asText()).isEqualTo("t");
        assertThat(written.at("/schemas")).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode value = written.at("/records/" + i + "/value");
            assertThat(written.at("/schemas")
                            .get(value.at("/schema").asInt())
                            .at("/name")
                            .asText())
                    .isEqualTo("t.Envelope");
            assertThat(value.at("/payload/share").toString()).isEqualTo("1.0");
        }
        assertThat(written.at("/records/1/key").isNull()).isTrue();
        assertThat(topic).hasToString("t [\"c\",\"u\"]");
    }

    @Test
    void tombstonesAndHeadersAreKept(@TempDir Path directory) throws IOException {
        ConsumerRecord<byte[], byte[]> tombstone = record("{\"schema\": {\"type\": \"int32\"}, \"payload\": 7}", null);
        tombstone.headers().add("h", bytes("{\"schema\": {\"type\": \"string\"}, \"payload\": \"text\"}"));
        topic.add(tombstone);

        JsonNode written = written(directory).at("/records/0");

        assertThat(written.at("/value").isNull()).isTrue();
        assertThat(written.at("/headers/h/payload").asText()).isEqualTo("text");
    }

    private JsonNode written(Path directory) throws IOException {
        topic.write(directory);
        return json.readTree(directory.resolve("t.json").toFile());
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, String value) {
        return new ConsumerRecord<>("t", 0, 0, key == null ? null : bytes(key), value == null ? null : bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
