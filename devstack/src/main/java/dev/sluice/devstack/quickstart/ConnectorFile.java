// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** One of the files of {@code examples/connectors/}: what a user POSTs to the worker. */
record ConnectorFile(String name, JsonNode request) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a file and replaces the endpoints in it, and nothing else.
     *
     * @param endpoints the keys to replace with their values; each must stand in the file
     */
    static ConnectorFile read(Path file, Map<String, String> endpoints) throws IOException {
        JsonNode request = JSON.readTree(file.toFile());
        ObjectNode config = (ObjectNode) request.required("config");
        endpoints.forEach((key, value) -> {
            if (!config.has(key)) {
                throw new IllegalArgumentException(file + " has no key " + key + " to put an endpoint into");
            }
            config.put(key, value);
        });
        return new ConnectorFile(request.required("name").asText(), request);
    }

    String json() {
        return request.toString();
    }
}
