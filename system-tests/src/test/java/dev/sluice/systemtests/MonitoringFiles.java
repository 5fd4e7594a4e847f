// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code examples/monitoring/} asks Prometheus. */
final class MonitoringFiles {
    static final Path DIRECTORY =
            Path.of("..", "examples", "monitoring").toAbsolutePath().normalize();

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), *(\\w+)\\)");

    private MonitoringFiles() {}

    /** By the place where each query stands. */
    static Map<String, PromQl> queries() throws IOException {
        Map<String, PromQl> queries = new LinkedHashMap<>();
        for (JsonNode panel : dashboard().path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        "panel '" + panel.path("title").asText() + "', query "
                                + target.path("refId").asText(),
                        PromQl.parse(target.path("expr").asText()));
            }
        }
        for (JsonNode variable : dashboard().at("/templating/list")) {
            Matcher values = LABEL_VALUES.matcher(variable.at("/query/query").asText());
            if (values.matches()) {
                queries.put(
                        "variable " + variable.path("name").asText(),
                        PromQl.parse("count by (" + values.group(2) + ") (" + values.group(1) + ")"));
            }
        }
        for (JsonNode rule : alerts()) {
            queries.put(
                    "alert " + rule.path("alert").asText(),
                    PromQl.parse(rule.path("expr").asText()));
        }
        return queries;
    }

    static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(DIRECTORY.resolve("grafana-dashboard.json").toFile());
    }

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(DIRECTORY.resolve("alerts.yaml").toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }
}
