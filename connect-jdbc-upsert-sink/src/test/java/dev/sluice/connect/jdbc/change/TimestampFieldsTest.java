// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** What {@code timestamp.fields.list} makes of a field. */
class TimestampFieldsTest {
    private static final TimestampFields MICROS = new TimestampFields(Set.of("at"), TimestampFields.Unit.MICROSECONDS);
    private static final TimestampFields NANOS = new TimestampFields(Set.of("at"), TimestampFields.Unit.NANOSECONDS);

    private static Object read(TimestampFields fields, Schema schema, Object value) {
        ColumnMapping mapping = fields.meaning("at", schema)
                .mapping(each -> new ColumnMapping("timestamp", Carrier.INTEGER, count -> count));
        assertThat(mapping.columnType()).isEqualTo("timestamp");
        assertThat(mapping.carrier()).isEqualTo(Carrier.INTEGER);
        return mapping.encoder().encode(value);
    }

    private static Object text(TimestampFields fields, String text) {
        return read(fields, Schema.STRING_SCHEMA, text);
    }

    @Test
    void anIntegerCountsInTheUnitThatIsSet() {
        assertThat(MICROS.meaning("at", Schema.INT64_SCHEMA).schema().name())
                .isEqualTo("io.debezium.time.MicroTimestamp");
        assertThat(NANOS.meaning("at", Schema.INT64_SCHEMA).schema().name())
                .isEqualTo("io.debezium.time.NanoTimestamp");
        assertThat(read(MICROS, Schema.INT64_SCHEMA, 5L)).isEqualTo(5L);
    }

    @Test
    void aTextOfDigitsCountsLikeAnInteger() {
        assertThat(text(MICROS, "1700000000000000")).isEqualTo(1_700_000_000_000_000L);
        assertThat(text(NANOS, "-5")).isEqualTo(-5L);
    }

    @Test
    void anotherTextIsAPointInTimeToTheUnit() {
        assertThat(text(MICROS, "1970-01-01T00:00:02.000003Z")).isEqualTo(2_000_003L);
        assertThat(text(MICROS, "1970-01-01T01:00:02.000003999+01:00")).isEqualTo(2_000_003L);
        assertThat(text(NANOS, "1970-01-01T00:00:02.000000003Z")).isEqualTo(2_000_000_003L);
        assertThat(text(MICROS, "1969-12-31T23:59:59.999999Z")).isEqualTo(-1L);
    }

    @Test
    void aTextThatIsNoTimestampOrBeyondTheUnitIsABadRecordThatIsNotShown() {
        for (String text : new String[] {"secret", "2024-01-01T00:00:00", "9999-12-31T00:00:00Z"}) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> text(NANOS, text))
                    .withMessageContaining("nanoseconds")
                    .withMessageNotContaining(text);
        }
        assertThat(text(MICROS, "9999-12-31T00:00:00Z")).isEqualTo(253_402_214_400_000_000L);
    }

    @Test
    void nullsAndDefaultsStayWhatTheyAre() {
        Schema count = SchemaBuilder.int64().optional().defaultValue(7L).build();
        Schema text =
                SchemaBuilder.string().defaultValue("1970-01-01T00:00:01Z").build();
        Schema plain = SchemaBuilder.string().doc("when").build();

        assertThat(MICROS.meaning("at", count).schema().defaultValue()).isEqualTo(7L);
        assertThat(MICROS.meaning("at", count).schema().isOptional()).isTrue();
        assertThat(MICROS.meaning("at", text).schema().defaultValue()).isEqualTo(1_000_000L);
        assertThat(MICROS.meaning("at", text).schema().isOptional()).isFalse();
        assertThat(MICROS.meaning("at", plain).schema().defaultValue()).isNull();
        assertThat(MICROS.meaning("at", plain).schema().doc()).isEqualTo("when");
    }

    @Test
    void otherFieldsAndThoseThatSayWhatTheyAreAreLeftAlone() {
        Schema date = SchemaBuilder.int32().name("io.debezium.time.Date").build();

        assertThat(MICROS.meaning("number", Schema.INT64_SCHEMA).schema()).isSameAs(Schema.INT64_SCHEMA);
        assertThat(MICROS.meaning("at", date).schema()).isSameAs(date);
        assertThat(read(TimestampFields.none(), Schema.STRING_SCHEMA, "5")).isEqualTo("5");
    }

    @Test
    void aFieldOfAnotherTypeCannotBeNamed() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> MICROS.meaning("at", Schema.INT32_SCHEMA))
                .withMessageContaining("timestamp.fields.list")
                .withMessageContaining("INT32");
    }
}
