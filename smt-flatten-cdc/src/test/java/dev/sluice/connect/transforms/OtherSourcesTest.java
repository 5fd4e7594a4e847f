// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.transforms.predicates.CdcOperation;
import io.debezium.transforms.ExtractNewRecordState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources other than PostgreSQL, by the source blocks that Debezium documents for them. */
class OtherSourcesTest {
    private static final List<Entry> EVERYWHERE = List.of(
            required("version", "3.6.1.Final"),
            required("connector", "…"),
            required("name", "shop"),
            required("ts_ms", 1_763_625_599_900L),
            optional("ts_us", 1_763_625_599_900_007L),
            optional("ts_ns", 1_763_625_599_900_007_000L),
            optional("snapshot", "false"),
            required("db", "shop"),
            optional("sequence", null));

    private enum Connector {
        MYSQL(
                optional("table", "orders"),
                required("server_id", 223_344L),
                optional("gtid", "3E11FA47-71CA-11E1-9E33-C80AA9429562:23"),
                required("file", "mysql-bin.000003"),
                required("pos", 484L),
                required("row", 0),
                optional("thread", 7L),
                optional("query", null)),
        SQL_SERVER(
                required("schema", "dbo"),
                required("table", "orders"),
                optional("change_lsn", "00000027:00000758:0003"),
                optional("commit_lsn", "00000027:00000758:0005"),
                optional("event_serial_no", 2L)),
        ORACLE(
                required("schema", "SHOP"),
                required("table", "ORDERS"),
                optional("txId", "6.28.807"),
                optional("scn", "2122185"),
                optional("commit_scn", "2122185"),
                optional("lcr_position", null),
                optional("rs_id", "001234.00012345.0124"),
                optional("ssn", 1L),
                optional("user_name", "SHOP"),
                optional("redo_sql", null),
                optional("row_id", "AAAWOTAAHAAAAFlAAA"),
                optional("commit_ts_ms", 1_763_625_599_950L),
                optional("start_scn", "2122180"),
                optional("start_ts_ms", 1_763_625_599_800L),
                optional("txSeq", 3L));

        // Schema is an interface; a built one does not change.
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<Entry> entries;

        Connector(Entry... ofItsOwn) {
            entries = List.of(ofItsOwn);
        }

        Struct source() {
            List<Entry> all = new ArrayList<>(EVERYWHERE);
            all.addAll(entries);
            SchemaBuilder schema = SchemaBuilder.struct();
            all.forEach(entry -> schema.field(entry.name(), entry.schema()));
            Struct source = new Struct(schema.build());
            all.forEach(entry -> source.put(entry.name(), entry.value()));
            return source;
        }

        /** The record of an insert. */
        SinkRecord insert() {
            Struct source = source();
            Schema envelope = SchemaBuilder.struct()
                    .name("shop.orders.Envelope")
                    .field("before", Envelopes.ROW)
                    .field("after", Envelopes.ROW)
                    .field("source", source.schema())
                    .field("transaction", Envelopes.TRANSACTION)
                    .field("op", Schema.STRING_SCHEMA)
                    .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                    .build();
            return Envelopes.record(
                    Envelopes.key(7),
                    new Struct(envelope)
                            .put("after", Envelopes.row(7, "Ada", "paid"))
                            .put("source", source)
                            .put("op", "c")
                            .put("ts_ms", 1_763_625_600_050L));
        }
    }

    /** A field of a source block, and a value that it may have. */
    private record Entry(
            String name, Schema schema, @Nullable Object value) {}

    @ParameterizedTest
    @EnumSource
    void eachNameOfTheSourceBlockLeadsToItsValue(Connector connector) {
        List<String> names = connector.entries.stream().map(Entry::name).toList();

        Struct row = row(Transforms.flattenCdc("add.fields", String.join(",", names)), connector);

        for (Entry entry : connector.entries) {
            assertThat(row.get("__" + entry.name())).as(entry.name()).isEqualTo(entry.value());
            assertThat(row.schema().field("__" + entry.name()).schema().isOptional())
                    .as(entry.name())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRowIsThatOfDebeziumsOwnTransform(Connector connector) {
        String fields = "op,snapshot,"
                + connector.source().schema().fields().stream()
                        .map(Field::name)
                        .map("source."::concat)
                        .collect(Collectors.joining(","));
        Transformation<SinkRecord> theirs = new ExtractNewRecordState<>();
        theirs.configure(Map.of("add.fields", fields));

        assertThat(row(Transforms.flattenCdc("add.fields", fields), connector)).isEqualTo(row(theirs, connector));
    }

    @Test
    void mongoDbsJsonRowsPassUnchangedWithOneWarning() {
        FlattenCdc<SinkRecord> transform = Transforms.flattenCdc("delete.tombstone.handling.mode", "rewrite");
        SinkRecord update = mongoDbUpdate();
        List<SinkRecord> results = new ArrayList<>();

        List<String> log = CapturedLog.linesOf(() -> {
            results.add(transform.apply(update));
            results.add(transform.apply(update));
        });

        assertThat(results).allSatisfy(result -> assertThat(result).isSameAs(update));
        assertThat(log)
                .singleElement()
                .asString()
                .contains("'shop.inventory.customers.Envelope'", "ExtractNewDocumentState");
    }

    @Test
    void predicatesUnderstandMongoDbAllTheSame() {
        CdcOperation<SinkRecord> updates = new CdcOperation<>();
        updates.configure(Map.of("ops", "u"));

        assertThat(updates.test(mongoDbUpdate())).isTrue();
    }

    private static SinkRecord mongoDbUpdate() {
        Schema json = SchemaBuilder.string()
                .optional()
                .name("io.debezium.data.Json")
                .version(1)
                .build();
        Schema description = SchemaBuilder.struct()
                .optional()
                .name("io.debezium.connector.mongodb.changestream.updatedescription")
                .field(
                        "removedFields",
                        SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                .field("updatedFields", json)
                .build();
        Schema source = SchemaBuilder.struct()
                .name("io.debezium.connector.mongo.Source")
                .field("db", Schema.STRING_SCHEMA)
                .field("collection", Schema.STRING_SCHEMA)
                .field("ord", Schema.INT32_SCHEMA)
                .field("lsid", Schema.OPTIONAL_STRING_SCHEMA)
                .field("txnNumber", Schema.OPTIONAL_INT64_SCHEMA)
                .field("wallTime", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("shop.inventory.customers.Envelope")
                .field("before", json)
                .field("after", json)
                .field("updateDescription", description)
                .field("source", source)
                .field("op", Schema.OPTIONAL_STRING_SCHEMA)
                .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
                .build();
        Struct key = new Struct(
                        SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build())
                .put("id", "{\"$oid\": \"596e275826f08b2730779e1f\"}");
        return Envelopes.record(
                key,
                new Struct(envelope)
                        .put("after", "{\"_id\": {\"$oid\": \"596e275826f08b2730779e1f\"}, \"name\": \"Ada\"}")
                        .put("updateDescription", new Struct(description).put("updatedFields", "{\"name\": \"Ada\"}"))
                        .put(
                                "source",
                                new Struct(source)
                                        .put("db", "inventory")
                                        .put("collection", "customers")
                                        .put("ord", 6))
                        .put("op", "u")
                        .put("ts_ms", 1_763_625_600_050L));
    }

    private static Struct row(Transformation<SinkRecord> transform, Connector connector) {
        return (Struct) transform.apply(connector.insert()).value();
    }

    private static Entry required(String name, Object value) {
        return new Entry(name, builder(value).build(), value);
    }

    private static Entry optional(String name, @Nullable Object value) {
        return new Entry(name, builder(value).optional().build(), value);
    }

    private static SchemaBuilder builder(@Nullable Object value) {
        if (value instanceof Long) {
            return SchemaBuilder.int64();
        }
        return value instanceof Integer ? SchemaBuilder.int32() : SchemaBuilder.string();
    }
}
