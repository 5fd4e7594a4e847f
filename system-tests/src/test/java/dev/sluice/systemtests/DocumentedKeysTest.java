// SPDX-License-Identifier: Apache-2.0
package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

/**
 * That no page names a key, a default or a metric that does not exist. What exists is in the reference pages, which other tests hold equal
 * to the code, and, of Kafka's and Debezium's keys, in the lists here.
 */
class DocumentedKeysTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path REFERENCE = PROJECT.resolve("docs/reference");

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```(\\w*)\n(.*?)^ *```");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern DOTTED = Pattern.compile("([a-z][a-z0-9]*(?:\\.[a-z0-9_]+)+)(?:=.*)?");
    private static final Pattern JSON_KEY = Pattern.compile("\"([a-z][A-Za-z0-9_]*(?:\\.[A-Za-z0-9_]+)+)\":");
    private static final Pattern METRIC = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*-(?:total|ms|count|bytes|limit)");
    private static final Pattern OF_A_PART = Pattern.compile("(?:transforms|predicates)\\.[A-Za-z0-9_]+\\.(.+)");
    /** Classes and packages, topics of the examples' shop, files. */
    private static final Pattern NO_KEY = Pattern.compile(
            "(?:dev|io|org|com|java|shop)\\..*|.*\\.(?:json|ya?ml|md|sql|java|properties|zip|jar|parquet|gz|sh|avro)");

    /** Pages whose keys are those of others, and that have tests of their own for that. */
    private static final Set<String> HELD_ELSEWHERE = Set.of(
            "docs/migrating/from-aiven-s3.md",
            "docs/migrating/from-confluent-s3.md",
            "docs/migrating/from-extract-new-record-state.md");

    private static final Set<String> CONNECTS = Set.of(
            "connector.class",
            "connector.client.config.override.policy",
            "connector.plugin.version",
            "config.storage.topic",
            "errors.deadletterqueue.context.headers.enable",
            "errors.deadletterqueue.topic.name",
            "errors.deadletterqueue.topic.replication.factor",
            "errors.log.enable",
            "errors.log.include.messages",
            "errors.retry.delay.max.ms",
            "errors.retry.timeout",
            "errors.tolerance",
            "header.converter",
            "key.converter",
            "key.converter.schemas.enable",
            "offset.flush.interval.ms",
            "offset.storage.topic",
            "plugin.discovery",
            "plugin.path",
            "plugin.version",
            "schemas.enable",
            "status.storage.topic",
            "task.shutdown.graceful.timeout.ms",
            "tasks.max",
            "topics.regex",
            "value.converter",
            "value.converter.schemas.enable",
            // Of a topic, and of the transforms that pages show beside ours.
            "message.timestamp.type",
            "target.type",
            "unix.precision");

    private static final Set<String> DEBEZIUMS = Set.of(
            "database.dbname",
            "database.hostname",
            "database.password",
            "database.port",
            "database.user",
            "decimal.handling.mode",
            "include.unknown.datatypes",
            "interval.handling.mode",
            "plugin.name",
            "publication.autocreate.mode",
            "publication.name",
            "signal.data.collection",
            "skipped.operations",
            "slot.name",
            "snapshot.mode",
            "table.exclude.list",
            "table.include.list",
            "time.precision.mode",
            "topic.prefix");

    /** Keys of other sinks, which pages say what to do about. */
    private static final Set<String> OF_OTHER_SINKS = Set.of(
            "collection.name.format",
            "collection.naming.strategy",
            "column.naming.strategy",
            "connection.username",
            "dialect.postgres.unnest.insert.enabled",
            "field.exclude.list",
            "field.include.list",
            "flush.max.retries",
            "flush.retry.delay.ms",
            "primary.key.fields",
            "primary.key.mode",
            "quote.identifiers",
            "schema.evolution",
            "sql.quote.identifiers",
            "string.output.value.column.name",
            "use.time.zone");

    /** Dotted words that are no keys: fields, metadata, parts of Kubernetes resources, driver properties. */
    private static final Set<String> OTHER_WORDS = Set.of(
            "a.b.c",
            "address.city",
            "changed.fields",
            "connect.decimal.precision",
            "connection.sslmode",
            "connection.sslpassword",
            "event.order",
            "geo.point",
            "kafka.offset",
            "kafka.partition",
            "kafka.timestamp",
            "kafka.topic",
            "source.snapshot",
            "spec.build",
            "spec.image");

    /** Of each key in the reference; an empty text where it has none. */
    private final Map<String, String> defaults = new HashMap<>();

    DocumentedKeysTest() throws IOException {
        for (Path page : pagesBelow(REFERENCE)) {
            rows(Files.readString(page)).forEach(row -> defaults.put(row.key(), row.defaultValue()));
        }
    }

    @Test
    void everyKeyInThePagesExists() throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            for (String key : keys(Files.readString(page))) {
                if (!isKnown(key)) {
                    unknown.add(PROJECT.relativize(page) + ": " + key);
                }
            }
        }

        assertThat(unknown)
                .as("neither in docs/reference/ nor in a list of this test")
                .isEmpty();
    }

    @Test
    void aDefaultInAPageIsTheDefault() throws IOException {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Path page : pages()) {
            if (page.startsWith(REFERENCE)) {
                continue;
            }
            for (Row row : rows(Files.readString(page))) {
                Optional<String> actual = defaultOf(row.key());
                if (actual.isPresent() && !row.defaultValue().isEmpty()) {
                    compared++;
                    if (!actual.get().equals(row.defaultValue())) {
                        wrong.add(PROJECT.relativize(page) + ": " + row + ", and it is " + actual.get());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(10);
    }

    @Test
    void everyMetricInThePagesIsInTheReference() throws IOException {
        Set<String> metrics = new HashSet<>();
        for (Path page : pagesBelow(REFERENCE)) {
            spans(Files.readString(page)).filter(METRIC.asMatchPredicate()).forEach(metrics::add);
        }
        Set<String> unknown = new TreeSet<>();
        for (Path page : pagesBelow(PROJECT.resolve("docs/how-to"))) {
            spans(Files.readString(page))
                    .filter(METRIC.asMatchPredicate())
                    .filter(Predicate.not(metrics::contains))
                    .forEach(metric -> unknown.add(PROJECT.relativize(page) + ": " + metric));
        }

        assertThat(metrics).contains("held-bytes", "batch-total-ms");
        assertThat(unknown).isEmpty();
    }

    /** Without the prefixes under which keys are written, and without values. */
    private static Set<String> keys(String page) {
        Set<String> keys = new TreeSet<>();
        spans(page).map(DOTTED::matcher).filter(Matcher::matches).forEach(span -> keys.add(span.group(1)));
        FENCE.matcher(page)
                .results()
                .filter(block -> block.group(1).equals("json"))
                .flatMap(block -> JSON_KEY.matcher(block.group(2)).results())
                .forEach(key -> keys.add(key.group(1)));
        return keys;
    }

    private boolean isKnown(String written) {
        if (NO_KEY.matcher(written).matches()) {
            return true;
        }
        Matcher part = OF_A_PART.matcher(written);
        String key = part.matches() ? part.group(1) : written.replaceFirst("^consumer\\.override\\.", "");
        return !key.contains(".")
                || defaults.containsKey(key)
                || ConsumerConfig.configNames().contains(key)
                || Stream.of(CONNECTS, DEBEZIUMS, OF_OTHER_SINKS, OTHER_WORDS).anyMatch(words -> words.contains(key));
    }

    private static Stream<String> spans(String page) {
        return CODE.matcher(FENCE.matcher(page).replaceAll("")).results().map(found -> found.group(1));
    }

    /** @param defaultValue empty where the table tells none */
    private record Row(String key, String defaultValue) {}

    /** The rows of the tables whose first column holds keys. */
    private static List<Row> rows(String page) {
        List<Row> rows = new ArrayList<>();
        boolean ofKeys = false;
        int defaults = 0;
        for (String line : page.lines().toList()) {
            List<String> cells =
                    Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            if (!line.startsWith("|")) {
                ofKeys = false;
            } else if (Stream.of("key", "option").anyMatch(cells.get(1)::startsWith)) {
                ofKeys = true;
                defaults = cells.indexOf("default");
            } else if (ofKeys) {
                // Words about a default may follow it.
                String shown =
                        defaults < 0 ? "" : cells.get(defaults).split(" ", 2)[0].replace("`", "");
                CODE.matcher(cells.get(1)).results().forEach(key -> rows.add(new Row(key.group(1), shown)));
            }
        }
        return rows;
    }

    private Optional<String> defaultOf(String written) {
        String key = written.replaceFirst("^consumer\\.override\\.", "");
        return key.equals(written)
                ? Optional.ofNullable(defaults.get(key)).filter(Predicate.not(String::isEmpty))
                : Optional.ofNullable(ConsumerConfig.configDef().defaultValues().get(key))
                        .map(Object::toString);
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(pagesBelow(PROJECT.resolve("docs")));
        for (String folder : List.of("", "benchmarks")) {
            try (Stream<Path> files = Files.list(PROJECT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        pages.removeIf(page -> page.startsWith(PROJECT.resolve("docs/decisions"))
                || HELD_ELSEWHERE.contains(PROJECT.relativize(page).toString().replace('\\', '/')));
        return pages;
    }

    private static List<Path> pagesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }
}
