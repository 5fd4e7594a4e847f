// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What a real Debezium once made of a table's changes, unwrapped to rows and tombstones, and the statements that it made it of.
 *
 * <p>Both are the tests' of the transform: {@code EnvelopeRecorder} of devstack has the statements, CONTRIBUTING.md the command.
 */
final class RecordedChanges {
    private static final Path RECORDINGS = Path.of("../smt-flatten-cdc/src/test/resources");
    private static final String STATEMENTS = "/dev/sluice/devstack/recording/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedChanges() {}

    /** Statements of a script, in order. */
    static List<String> script(String name) {
        try (InputStream in = RecordedChanges.class.getResourceAsStream(STATEMENTS + name)) {
            String text = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split(";\\s*\n"))
                    .filter(statement -> !statement.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file of the recording
     * @param topic of the records that are made of it
     */
    static List<SinkRecord> rows(String file, String topic) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "true", "replace.null.with.default", "false"), false);
            JsonNode recording = JSON.readTree(RECORDINGS.resolve(file).toFile());
            List<SinkRecord> rows = new ArrayList<>();
            for (JsonNode recorded : recording.required("records")) {
                SchemaAndValue key = data(converter, recording, recorded.required("key"));
                SchemaAndValue value = data(converter, recording, recorded.required("value"));
                Struct after = value.value() == null ? null : ((Struct) value.value()).getStruct("after");
                if (after != null) {
                    restoreNumbers(after, recorded.at("/value/payload/after"));
                }
                rows.add(new SinkRecord(
                        topic,
                        0,
                        key.schema(),
                        key.value(),
                        after == null ? null : after.schema(),
                        after,
                        rows.size(),
                        recorded.required("timestamp").asLong(),
                        TimestampType.CREATE_TIME));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** JsonConverter writes NaN and the infinities as texts, and reads them as zero. */
    private static void restoreNumbers(Struct row, JsonNode payload) {
        for (Field field : row.schema().fields()) {
            JsonNode recorded = payload.required(field.name());
            if (field.schema().type() == Schema.Type.FLOAT64 && recorded.isTextual()) {
                row.put(field, Double.valueOf(recorded.asText()));
            } else if (recorded.isArray() && field.schema().valueSchema().type() == Schema.Type.FLOAT64) {
                List<Double> numbers = new ArrayList<>();
                recorded.forEach(number -> numbers.add(Double.valueOf(number.asText())));
                row.put(field, numbers);
            }
        }
    }

    private static SchemaAndValue data(JsonConverter converter, JsonNode recording, JsonNode numbered)
            throws IOException {
        if (numbered.isNull()) {
            return SchemaAndValue.NULL;
        }
        ObjectNode whole = numbered.deepCopy();
        whole.set(
                "schema",
                recording.required("schemas").get(numbered.required("schema").asInt()));
        return converter.toConnectData("recorded", JSON.writeValueAsBytes(whole));
    }
}
