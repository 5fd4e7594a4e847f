// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which table a record is written to.
 *
 * <p>The last dot parts schema and table; what stands before the schema is left out, so that Debezium's {@code server.public.orders}
 * is the table {@code orders} in the schema {@code public}. No name is ever read as SQL: it is quoted where it is used.
 *
 * <p>Keeps what it has worked out, as one task does: not safe for threads.
 */
public final class TableNaming {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(topic|source\\.(?:db|schema|table))}");
    private static final Pattern PART = Pattern.compile("\\.");

    /** Names that records give in turn; a source that makes names without end must not fill the heap. */
    private static final int NAMES_KEPT = 10_000;

    private final Rules rules;
    private final UnaryOperator<String> storedName;
    private final boolean asksTheSource;
    private final Map<String, Last> lasts = new HashMap<>();
    /** By the topic, where it alone decides, else by the name. */
    private final Map<String, TableId> tables = new HashMap<>();

    /**
     * @param format {@code ${topic}} stands for the record's topic, {@code ${source.db}}, {@code ${source.schema}} and
     *     {@code ${source.table}} for where its row comes from
     * @param ofTopics the name for topics that are listed, in place of the format
     * @param pattern where it matches the whole name, {@code replacement} takes its place
     * @param onlyWordCharacters whether each character of a placeholder's value but letters of ASCII, digits and the underscore becomes one
     */
    public record Rules(
            String format,
            Map<String, String> ofTopics,
            Pattern pattern,
            String replacement,
            boolean onlyWordCharacters) {
        public Rules {
            ofTopics = Map.copyOf(ofTopics);
        }

        /** A pattern is compared by its identity, and rules by what they say. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Rules rules
                    && format.equals(rules.format)
                    && ofTopics.equals(rules.ofTopics)
                    && pattern.pattern().equals(rules.pattern.pattern())
                    && replacement.equals(rules.replacement)
                    && onlyWordCharacters == rules.onlyWordCharacters;
        }

        @Override
        public int hashCode() {
            return format.hashCode() + 31 * ofTopics.hashCode();
        }
    }

    /** The latest record of a topic, and where it went. */
    private record Last(
            @Nullable Integer partition, @Nullable Object key, TableId table) {
        private boolean isOf(SinkRecord record) {
            return Objects.equals(partition, record.kafkaPartition()) && key != null && key.equals(record.key());
        }
    }

    /** @param storedName how the database stores a name */
    public TableNaming(Rules rules, UnaryOperator<String> storedName) {
        this.rules = rules;
        this.storedName = storedName;
        this.asksTheSource = rules.format.contains("${source.");
    }

    /** The format alone. */
    public static TableNaming of(String format, UnaryOperator<String> storedName) {
        return new TableNaming(new Rules(format, Map.of(), Pattern.compile(""), "", false), storedName);
    }

    /** @throws DataException if the record does not say what the format asks for */
    public TableId tableOf(SinkRecord record) {
        if (!asksTheSource) {
            return tableOf(record, record.topic());
        }
        // The tombstone that follows a delete has nothing but its key, and means the same row.
        Last last = lasts.get(record.topic());
        if (record.value() == null && last != null && last.isOf(record) && !saysItsSource(record)) {
            return last.table;
        }
        TableId table = tableOf(record, name(record));
        lasts.put(record.topic(), new Last(record.kafkaPartition(), record.key(), table));
        return table;
    }

    private TableId tableOf(SinkRecord record, String known) {
        TableId table = tables.get(known);
        if (table == null) {
            table = parted(replaced(asksTheSource ? known : name(record)));
            if (tables.size() == NAMES_KEPT) {
                tables.clear();
            }
            tables.put(known, table);
        }
        return table;
    }

    /** The table of all records of a topic; empty where each record says its own, or the topic makes no name. */
    public Optional<TableId> tableOfTopic(String topic) {
        if (asksTheSource && !rules.ofTopics.containsKey(topic)) {
            return Optional.empty();
        }
        try {
            return Optional.of(tableOf(new SinkRecord(topic, 0, null, null, null, null, 0)));
        } catch (DataException e) {
            return Optional.empty();
        }
    }

    private boolean saysItsSource(SinkRecord record) {
        return PLACEHOLDER
                .matcher(rules.format)
                .results()
                .map(placeholder -> placeholder.group(1))
                .filter(placeholder -> !placeholder.equals("topic"))
                .allMatch(
                        placeholder -> SourceNames.of(record, part(placeholder)).isPresent());
    }

    private static String part(String placeholder) {
        return placeholder.substring(placeholder.indexOf('.') + 1);
    }

    private String name(SinkRecord record) {
        String listed = rules.ofTopics.get(record.topic());
        if (listed != null) {
            return listed;
        }
        Matcher placeholders = PLACEHOLDER.matcher(rules.format);
        StringBuilder name = new StringBuilder();
        while (placeholders.find()) {
            String value = cleaned(value(record, placeholders.group(1)));
            placeholders.appendReplacement(name, Matcher.quoteReplacement(value));
        }
        return placeholders.appendTail(name).toString();
    }

    private static String value(SinkRecord record, String placeholder) {
        if (placeholder.equals("topic")) {
            return record.topic();
        }
        String part = part(placeholder);
        return SourceNames.of(record, part)
                .orElseThrow(() -> new DataException("the record does not say its source's " + part
                        + ", which table.name.format asks for. Send whole envelopes, or let the transform add it to all records,"
                        + " tombstones included: add.headers=db,schema,table"));
    }

    private String cleaned(String value) {
        if (!rules.onlyWordCharacters) {
            return value;
        }
        StringBuilder cleaned = new StringBuilder(value.length());
        value.codePoints()
                .forEach(letter -> cleaned.append(isWordCharacter(letter) ? Character.toString(letter) : "_"));
        return cleaned.toString();
    }

    private static boolean isWordCharacter(int letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '_';
    }

    private String replaced(String name) {
        Matcher whole = rules.pattern.matcher(name);
        return name.isEmpty() || !whole.matches() ? name : whole.replaceFirst(rules.replacement);
    }

    private TableId parted(String name) {
        String[] parts = PART.split(name, -1);
        String table = parts[parts.length - 1];
        String schema = parts.length == 1 ? null : parts[parts.length - 2];
        if (table.isEmpty() || (schema != null && schema.isEmpty())) {
            throw new DataException("the topic gives an empty schema or table name in table.name.format '"
                    + rules.format + "'. Write the format so that text stands on both sides of each dot");
        }
        return new TableId(schema == null ? null : storedName.apply(schema), storedName.apply(table));
    }
}
