// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class SchemaNamePartitionerTest {
    private static final long FIVE = Instant.parse("2026-11-20T05:00:00Z").toEpochMilli();

    @Test
    void theNameOfTheSchemaIsADirectoryBeforeOrAfterThoseOfThePartitioner() {
        SinkRecord placed = record("com.example.OrderPlaced", FIVE);

        assertThat(directory(SchemaAffix.PREFIX, placed))
                .isEqualTo("schema_name=com.example.OrderPlaced/year=2026/month=11/day=20/hour=05");
        assertThat(directory(SchemaAffix.SUFFIX, placed))
                .isEqualTo("year=2026/month=11/day=20/hour=05/schema_name=com.example.OrderPlaced");
        assertThat(directory(SchemaAffix.NONE, placed)).isEqualTo("year=2026/month=11/day=20/hour=05");
    }

    @Test
    void aValueWithoutASchemaOrANameIsNullAndASchemaThatIsCalledSoIsNot() {
        SinkRecord schemaless = of(null, FIVE);

        assertThat(directory(SchemaAffix.SUFFIX, schemaless)).endsWith("/schema_name=null");
        assertThat(directory(SchemaAffix.SUFFIX, record(null, FIVE))).endsWith("/schema_name=null");
        assertThat(directory(SchemaAffix.SUFFIX, record("null", FIVE))).endsWith("/schema_name=%6Eull");
        assertThat(settings(SchemaAffix.SUFFIX, "__HIVE_DEFAULT_PARTITION__")
                        .create(() -> 0)
                        .directory(schemaless, FIVE))
                .endsWith("/schema_name=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void noNameLeavesItsLevel() {
        assertThat(directory(SchemaAffix.PREFIX, record("../../other/x=y", FIVE)))
                .startsWith("schema_name=..%2F..%2Fother%2Fx%3Dy/year=");
    }

    @Test
    void aNameThatNoStoreTakesMakesABadRecord() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> directory(SchemaAffix.PREFIX, record("x".repeat(250), FIVE)))
                .withMessageContaining("the name of the value's schema: 'schema_name' makes a directory of 262 bytes");
    }

    @Test
    void timesAreThoseOfThePartitioner() {
        Partitioner hours = settings(SchemaAffix.PREFIX, "null").create(() -> 0);

        assertThat(hours.timestamp(record("A", FIVE))).isEqualTo(FIVE);
        assertThat(hours.windowEnd(FIVE)).hasValue(FIVE + 3_600_000);
    }

    @Property(tries = 100, seed = "1")
    void aRememberedAnswerIsTheAnswerAFreshPartitionerGives(@ForAll Random random) {
        Partitioners settings = settings(SchemaAffix.SUFFIX, "null");
        Partitioner remembering = settings.create(() -> 0);
        List<String> names = Arrays.asList(null, "A", "B");
        for (int i = 0; i < 100; i++) {
            long timestamp = FIVE + random.nextInt(3) * 3_600_000L;
            SinkRecord record = record(names.get(random.nextInt(3)), timestamp);

            assertThat(remembering.directory(record, timestamp))
                    .isEqualTo(settings.create(() -> 0).directory(record, timestamp));
        }
    }

    @Test
    void twoSchemasThatTakeTurnsBuildNoText() {
        Partitioner hours = settings(SchemaAffix.PREFIX, "null").create(() -> 0);
        String a = hours.directory(record("A", FIVE), FIVE);
        String b = hours.directory(record("B", FIVE), FIVE);

        assertThat(hours.directory(record("A", FIVE), FIVE)).isSameAs(a);
        assertThat(hours.directory(record("B", FIVE), FIVE)).isSameAs(b);
    }

    private static String directory(SchemaAffix affix, SinkRecord record) {
        Partitioner partitioner = settings(affix, "null").create(() -> 0);
        return partitioner.directory(record, partitioner.timestamp(record));
    }

    private static Partitioners settings(SchemaAffix affix, String nullText) {
        return new Partitioners(
                PartitionerType.HOURLY,
                "",
                Duration.ofMillis(-1),
                Locale.US,
                ZoneId.of("UTC"),
                "/",
                ExtractorType.RECORD,
                "",
                TimestampUnit.MILLIS,
                new Partitioners.Fields(List.of(), true, nullText),
                affix);
    }

    private static SinkRecord record(String schemaName, long timestamp) {
        SchemaBuilder schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA);
        return of(schemaName == null ? schema.build() : schema.name(schemaName).build(), timestamp);
    }

    private static SinkRecord of(Schema schema, long timestamp) {
        return new SinkRecord("orders", 3, null, null, schema, null, 8812, timestamp, TimestampType.CREATE_TIME);
    }
}
