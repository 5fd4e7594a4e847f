// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code examples/monitoring/}, as far as it can be told without servers; what they answer is in {@link MonitoringIT}. */
class MonitoringFilesTest {
    private static final Path PAGE = Path.of("..", "docs", "how-to", "monitoring.md");

    @Test
    void everyQueryOfDashboardAndAlertsIsRead() throws IOException {
        String rules = Files.readString(MonitoringFiles.DIRECTORY.resolve("alerts.yaml"));
        String dashboard = Files.readString(MonitoringFiles.DIRECTORY.resolve("grafana-dashboard.json"));
        int queries = occurrences(rules, "expr:")
                + occurrences(dashboard, "\"expr\":")
                + occurrences(dashboard, "label_values(");

        assertThat(MonitoringFiles.queries()).hasSize(queries).hasSizeGreaterThan(40);
        assertThat(MonitoringFiles.queries())
                .allSatisfy((where, query) ->
                        assertThat(query.selectors()).as(where).isNotEmpty());
    }

    @Test
    void everyAlertSaysWhatHasHappenedWhatToDoAndWhereMoreIsWritten() throws IOException {
        for (JsonNode alert : MonitoringFiles.alerts()) {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotEmpty();
            assertThat(alert.at("/annotations/action").asText()).as(name).isNotEmpty();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("page", "ticket");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/how-to/monitoring.md#" + name.toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void thePageExplainsEachAlertAndNoOther() throws IOException {
        List<String> explained = Pattern.compile("(?m)^### (\\w+)$")
                .matcher(Files.readString(PAGE))
                .results()
                .map(heading -> heading.group(1))
                .toList();
        List<String> names = new ArrayList<>();
        MonitoringFiles.alerts().forEach(alert -> names.add(alert.path("alert").asText()));

        assertThat(names).isNotEmpty();
        assertThat(explained).containsExactlyElementsOf(names);
    }

    /** Prometheus' own tool runs it; what can be told here is that it was not forgotten. */
    @Test
    void theTestOfTheAlertsExpectsEachOfThem() throws IOException {
        String test = Files.readString(MonitoringFiles.DIRECTORY.resolve("alerts-test.yaml"));

        for (JsonNode alert : MonitoringFiles.alerts()) {
            assertThat(test).contains("alertname=\"" + alert.path("alert").asText() + "\"");
        }
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
