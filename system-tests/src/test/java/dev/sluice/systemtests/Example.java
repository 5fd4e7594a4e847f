// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file of {@code examples/}: what a user POSTs to a worker.
 *
 * @param name of the connector
 * @param config in the order of the file
 */
record Example(Path file, String name, Map<String, String> config) {
    static final Path CONNECTORS = Path.of("../examples/connectors");

    /** Directories with a {@code before.json} and an {@code after.json} each. */
    static final Path MIGRATING = Path.of("../examples/migrating");

    private static final ObjectMapper JSON = new ObjectMapper();

    static Example read(Path file) throws IOException {
        JsonNode request = JSON.readTree(file.toFile());
        Map<String, String> config = new LinkedHashMap<>();
        request.required("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return new Example(file, request.required("name").asText(), config);
    }

    /** All of {@code examples/connectors/}, in order of name. */
    static List<Example> connectors() throws IOException {
        return readAll(files(CONNECTORS).filter(file -> file.toString().endsWith(".json")));
    }

    /** Each {@code before.json} or {@code after.json}, in order of directory. */
    static List<Example> migrating(String file) throws IOException {
        return readAll(files(MIGRATING).map(directory -> directory.resolve(file)));
    }

    /** The same with other values of keys that it has, and nothing else. */
    Example with(Map<String, String> values) {
        Map<String, String> changed = new LinkedHashMap<>(config);
        values.forEach((key, value) -> {
            if (changed.replace(key, value) == null) {
                throw new IllegalArgumentException(file + " has no key " + key);
            }
        });
        return new Example(file, name, changed);
    }

    /** The request. */
    String json() {
        return request().toString();
    }

    /** The request for a connector that begins in this state. */
    String json(String initialState) {
        return request().put("initial_state", initialState).toString();
    }

    private ObjectNode request() {
        ObjectNode request = JSON.createObjectNode().put("name", name);
        request.set("config", JSON.valueToTree(config));
        return request;
    }

    /** Not the configuration, which would be the name of a test. */
    @Override
    public String toString() {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    private static Stream<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList().stream();
        }
    }

    private static List<Example> readAll(Stream<Path> files) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (Path file : files.toList()) {
            examples.add(read(file));
        }
        return examples;
    }
}
