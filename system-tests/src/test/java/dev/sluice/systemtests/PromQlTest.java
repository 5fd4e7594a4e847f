// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.PromQl.LabelMatcher;
import dev.sluice.systemtests.PromQl.Sample;
import dev.sluice.systemtests.PromQl.Selector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromQlTest {
    private static List<String> metrics(String query) {
        return PromQl.parse(query).selectors().stream().map(Selector::metric).toList();
    }

    @Test
    void metricsAreToldFromFunctionsOperatorsRangesAndNumbers() {
        assertThat(metrics("rate(lines_total[5m])")).containsExactly("lines_total");
        assertThat(metrics("100 * a_total/b_total > bool 1e5")).containsExactly("a_total", "b_total");
        assertThat(metrics(
                        "increase(a{x=\"by (b)\"}[1h]) > 0 unless increase(c [$__rate_interval]) > 2 or d offset 5m"))
                .containsExactly("a", "c", "d");
        assertThat(metrics("max_over_time(deriv (lag[5m])[30m:1m])")).containsExactly("lag");
        assertThat(metrics("a / on (task) group_left (name) b")).containsExactly("a", "b");
        assertThat(metrics("sum(a) by (c) + sum by(d)(b)")).containsExactly("a", "b");
        assertThat(metrics("count by (status) (up{job=\"x\"})")).containsExactly("up");
        assertThat(metrics("vector(1)")).isEmpty();
    }

    @Test
    void labelsThatAreAskedForAreSeen() {
        PromQl query =
                PromQl.parse("sum by (connector, task) (a{status=\"failed\", connector=~\"$connector\"}) / on(x) b");

        assertThat(query.grouping()).containsExactlyInAnyOrder("connector", "task", "x");
        assertThat(query.selectors())
                .containsExactly(
                        new Selector(
                                "a",
                                List.of(
                                        new LabelMatcher("status", "=", "failed"),
                                        new LabelMatcher("connector", "=~", "$connector"))),
                        new Selector("b", List.of()));
    }

    @Test
    void aSelectorFitsWhatPrometheusWouldSelect() {
        Sample sample = new Sample("a", Map.of("status", "failed", "connector", "lake"), 1);

        assertThat(fits("a", sample)).isTrue();
        assertThat(fits("b", sample)).isFalse();
        assertThat(fits("a{status=\"failed\"}", sample)).isTrue();
        assertThat(fits("a{status=\"running\"}", sample)).isFalse();
        assertThat(fits("a{status!=\"running\"}", sample)).isTrue();
        assertThat(fits("a{status!=\"failed\"}", sample)).isFalse();
        assertThat(fits("a{status=~\"fail.*\"}", sample)).isTrue();
        assertThat(fits("a{status=~\"fail\"}", sample)).isFalse();
        assertThat(fits("a{status!~\"fail.*\"}", sample)).isFalse();
        assertThat(fits("a{connector=~\"$connector\"}", sample)).isTrue();
        assertThat(fits("a{conector=~\"$connector\"}", sample)).isFalse();
    }

    private static boolean fits(String query, Sample sample) {
        return PromQl.parse(query).selectors().get(0).fits(sample);
    }
}
