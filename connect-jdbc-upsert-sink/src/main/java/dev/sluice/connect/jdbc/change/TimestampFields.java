// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Fields that hold a timestamp although their schema does not say so: an integer or a text of digits counts from 1970-01-01T00:00Z in
 * the unit given, another text is ISO 8601 with an offset or Z.
 *
 * @param names the fields of the value
 */
public record TimestampFields(Set<String> names, Unit unit) {
    /** The values of {@code timestamp.precision.mode}. */
    public enum Unit {
        MICROSECONDS("io.debezium.time.MicroTimestamp", 1_000_000),
        NANOSECONDS("io.debezium.time.NanoTimestamp", 1_000_000_000);

        private final String schemaName;
        private final long inASecond;

        Unit(String schemaName, long inASecond) {
            this.schemaName = schemaName;
            this.inASecond = inASecond;
        }
    }

    public TimestampFields {
        names = Set.copyOf(names);
    }

    /** Every schema says what its values are. */
    public static TimestampFields none() {
        return new TimestampFields(Set.of(), Unit.MICROSECONDS);
    }

    /**
     * What a field's values are to the database.
     *
     * @throws DataException if the field is named and holds neither an integer nor a text
     */
    Meaning meaning(String field, Schema schema) {
        if (!names.contains(field) || schema.name() != null) {
            return Meaning.plain(schema);
        }
        return switch (schema.type()) {
            case INT64 -> Meaning.plain(timestamp(schema));
            case STRING -> new Meaning(timestamp(schema), text -> parsed((String) text));
            default ->
                throw new DataException("timestamp.fields.list names it, and it is a " + schema.type()
                        + "; only INT64 and STRING can be read as timestamps. Take it out of timestamp.fields.list");
        };
    }

    /**
     * The schema that values have after {@code conversion}.
     *
     * @param conversion of values that are not null, or null for none; throws a DataException where a value is no timestamp
     */
    record Meaning(Schema schema, @Nullable UnaryOperator<Object> conversion) {
        static Meaning plain(Schema schema) {
            return new Meaning(schema, null);
        }

        ColumnMapping mapping(Function<Schema, ColumnMapping> dialect) {
            ColumnMapping mapping = dialect.apply(schema);
            if (conversion == null) {
                return mapping;
            }
            ColumnMapping.Encoder encoder = mapping.encoder();
            UnaryOperator<Object> first = conversion;
            return new ColumnMapping(
                    mapping.columnType(), mapping.carrier(), value -> encoder.encode(first.apply(value)));
        }
    }

    private Schema timestamp(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.int64().name(unit.schemaName).doc(schema.doc());
        if (schema.isOptional()) {
            builder.optional();
        }
        Object defaultValue = schema.defaultValue();
        if (defaultValue != null) {
            builder.defaultValue(defaultValue instanceof String text ? parsed(text) : defaultValue);
        }
        return builder.build();
    }

    private Object parsed(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            // No count, so a date and a time.
        }
        try {
            Instant instant = Instant.parse(text);
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), unit.inASecond),
                    instant.getNano() / (1_000_000_000 / unit.inASecond));
        } catch (DateTimeException | ArithmeticException e) {
            throw new DataException("the text is no timestamp: neither a count of "
                    + unit.name().toLowerCase(Locale.ROOT) + " nor ISO 8601 with an offset");
        }
    }
}
