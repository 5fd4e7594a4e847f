// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CdcControlRecordTest {
    private final CdcControlRecord<SinkRecord> any = forKinds(Map.of());

    @ParameterizedTest
    @CsvSource({
        "heartbeat, io.debezium.connector.common.Heartbeat",
        "schema-change, io.debezium.connector.mysql.SchemaChangeValue",
        "schema-change, io.debezium.connector.sqlserver.SchemaChangeValue",
        "transaction, io.debezium.connector.common.TransactionMetadataValue",
        "notification, io.debezium.connector.common.Notification"
    })
    void aControlRecordIsKnownByTheNameOfItsSchema(String kind, String schema) {
        SinkRecord record = named(schema);

        assertThat(any.test(record)).isTrue();
        for (String other : List.of("heartbeat", "schema-change", "transaction", "notification")) {
            assertThat(forKinds(Map.of("kinds", other)).test(record)).as(other).isEqualTo(other.equals(kind));
        }
    }

    @Test
    void withoutASchemaItIsKnownByItsFields() {
        assertThat(any.test(Records.of(Map.of("ts_ms", 1L)))).isTrue();
        assertThat(any.test(withFields("source", "ts_ms", "databaseName", "schemaName", "ddl", "tableChanges")))
                .isTrue();
        assertThat(any.test(withFields("status", "id", "event_count", "data_collections", "ts_ms")))
                .isTrue();
        assertThat(any.test(withFields("id", "aggregate_type", "type", "additional_data", "timestamp")))
                .isTrue();
    }

    @Test
    void inAMessageThatHoldsItsSchemaThePayloadIsLookedAt() {
        SinkRecord heartbeat = Records.wrapped(Records.of(Map.of("ts_ms", 1L)));

        assertThat(forKinds(Map.of("kinds", "heartbeat")).test(heartbeat)).isTrue();
        assertThat(forKinds(Map.of("kinds", "transaction")).test(heartbeat)).isFalse();
        assertThat(any.test(Records.wrapped(Records.schemalessEnvelope("c", "false"))))
                .isFalse();
    }

    @Test
    void changesRowsAndTombstonesAreNone() {
        assertThat(any.test(Records.envelope("c", null))).isFalse();
        assertThat(any.test(Records.schemalessEnvelope("c", "false"))).isFalse();
        assertThat(any.test(named("shop.public.Heartbeat"))).isFalse();
        assertThat(any.test(withFields("id", "ts_ms"))).isFalse();
        assertThat(any.test(Records.tombstone())).isFalse();
    }

    @Test
    void aKindThatDoesNotExistIsRefusedWithThoseThatDo() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> forKinds(Map.of("kinds", "heartbeat,ddl")))
                .withMessageContaining("must be one or more of heartbeat, schema-change, transaction, notification");
    }

    private static CdcControlRecord<SinkRecord> forKinds(Map<String, String> configuration) {
        return Records.configured(new CdcControlRecord<>(), configuration);
    }

    private static SinkRecord named(String schema) {
        return Records.of(new Struct(SchemaBuilder.struct()
                        .name(schema)
                        .field("ts_ms", Schema.INT64_SCHEMA)
                        .build())
                .put("ts_ms", 1L));
    }

    private static SinkRecord withFields(String... names) {
        Map<String, Object> value = new HashMap<>();
        for (String name : names) {
            value.put(name, null);
        }
        return Records.of(value);
    }
}
