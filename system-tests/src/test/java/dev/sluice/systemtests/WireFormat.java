// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import dev.sluice.devstack.SchemaRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What records look like in their topic. No Protobuf converter can be had from Maven Central. */
enum WireFormat {
    JSON("org.apache.kafka.connect.json.JsonConverter", Map.of("schemas.enable", "true")),
    JSON_WITHOUT_SCHEMAS("org.apache.kafka.connect.json.JsonConverter", Map.of("schemas.enable", "false")),
    AVRO(
            "io.apicurio.registry.utils.converter.AvroConverter",
            Map.of("apicurio.registry.auto-register", "true", "apicurio.registry.find-latest", "true"));

    private final String converter;

    // Map.of makes what cannot change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> options;

    WireFormat(String converter, Map<String, String> options) {
        this.converter = converter;
        this.options = options;
    }

    boolean hasSchemas() {
        return this != JSON_WITHOUT_SCHEMAS;
    }

    /** In the names of topics and tables. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a connector's configuration says about it. */
    Map<String, String> config(SchemaRegistry registry) {
        Map<String, String> config = new HashMap<>();
        for (String part : new String[] {"key.converter", "value.converter"}) {
            config.put(part, converter);
            options.forEach((option, value) -> config.put(part + "." + option, value));
            if (this == AVRO) {
                config.put(part + ".apicurio.registry.url", registry.api().toString());
            }
        }
        return config;
    }
}
