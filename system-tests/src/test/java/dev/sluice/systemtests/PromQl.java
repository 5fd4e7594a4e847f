// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus asks for: as much of its language as tells metrics and labels from functions, operators and numbers.
 *
 * @param selectors the time series
 * @param grouping the labels in {@code by (…)}, {@code on (…)} and their like
 */
record PromQl(List<Selector> selectors, Set<String> grouping) {
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern GROUPING =
            Pattern.compile("(?i)\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w:.$\"])([a-zA-Z_:][\\w:]*+)\\s*+(?:\\{([^}]*)\\})?+(?!\\s*\\()");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> KEYWORDS =
            Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan", "start", "end");

    /** One metric, and what its labels must be. */
    record Selector(String metric, List<LabelMatcher> matchers) {

        boolean fits(Sample sample) {
            return sample.metric().equals(metric)
                    && matchers.stream().allMatch(matcher -> matcher.fits(sample.labels()));
        }
    }

    /** A sample that was scraped. */
    record Sample(String metric, Map<String, String> labels, double value) {}

    record LabelMatcher(String label, String operator, String value) {

        /** A variable of a dashboard stands for any value. */
        private boolean fits(Map<String, String> labels) {
            String actual = labels.get(label);
            if (actual == null) {
                return false;
            }
            boolean equal =
                    value.contains("$") || (operator.endsWith("~") ? actual.matches(value) : actual.equals(value));
            return operator.startsWith("!") != equal;
        }
    }

    static PromQl parse(String query) {
        Set<String> grouping = new TreeSet<>();
        Matcher groups = GROUPING.matcher(query);
        while (groups.find()) {
            for (String label : groups.group(1).split(",")) {
                if (!label.isBlank()) {
                    grouping.add(label.strip());
                }
            }
        }
        String rest = GROUPING.matcher(RANGE.matcher(query).replaceAll(" ")).replaceAll(" ");
        List<Selector> selectors = new ArrayList<>();
        Matcher found = SELECTOR.matcher(rest);
        while (found.find()) {
            if (!KEYWORDS.contains(found.group(1).toLowerCase(Locale.ROOT))) {
                selectors.add(new Selector(found.group(1), matchers(found.group(2))));
            }
        }
        return new PromQl(List.copyOf(selectors), grouping);
    }

    private static List<LabelMatcher> matchers(String text) {
        List<LabelMatcher> matchers = new ArrayList<>();
        if (text != null) {
            Matcher found = MATCHER.matcher(text);
            while (found.find()) {
                matchers.add(new LabelMatcher(found.group(1), found.group(2), found.group(3)));
            }
        }
        return List.copyOf(matchers);
    }
}
