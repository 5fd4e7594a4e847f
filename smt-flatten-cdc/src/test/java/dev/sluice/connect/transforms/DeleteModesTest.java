// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static dev.sluice.connect.transforms.Envelopes.event;
import static dev.sluice.connect.transforms.Envelopes.key;
import static dev.sluice.connect.transforms.Envelopes.record;
import static dev.sluice.connect.transforms.Envelopes.row;
import static dev.sluice.connect.transforms.Envelopes.tombstone;
import static dev.sluice.connect.transforms.Transforms.flattenCdc;
import static dev.sluice.connect.transforms.Transforms.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteModesTest {
    /** What the source can send. */
    enum Arrival {
        INSERT,
        SNAPSHOT,
        UPDATE,
        DELETE,
        DELETE_OF_A_KEY,
        TOMBSTONE,
        /** As the JSON converter reads one that was written with its schema. */
        TOMBSTONE_WITH_A_SCHEMA;

        SinkRecord record() {
            return switch (this) {
                case INSERT -> Envelopes.record(key(7), event("c", null, row(7, "Ada", "paid")));
                case SNAPSHOT -> Envelopes.record(key(7), event("r", null, row(7, "Ada", "paid")));
                case UPDATE -> Envelopes.record(key(7), event("u", row(7, "Bob", "new"), row(7, "Ada", "paid")));
                case DELETE -> Envelopes.record(key(7), event("d", row(7, "Ada", "paid"), null));
                case DELETE_OF_A_KEY -> Envelopes.record(key(7), event("d", null, null));
                case TOMBSTONE -> tombstone(7);
                case TOMBSTONE_WITH_A_SCHEMA -> Envelopes.record(key(7), Envelopes.ENVELOPE, null);
            };
        }
    }

    /** What a sink sees of it. */
    enum Outcome {
        NOTHING,
        NULL,
        ROW,
        LIVE_ROW,
        DEAD_ROW,
        DEAD_KEY
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    tombstone,              INSERT,                  ROW
                    tombstone,              SNAPSHOT,                ROW
                    tombstone,              UPDATE,                  ROW
                    tombstone,              DELETE,                  NULL
                    tombstone,              DELETE_OF_A_KEY,         NULL
                    tombstone,              TOMBSTONE,               NOTHING
                    tombstone,              TOMBSTONE_WITH_A_SCHEMA, NOTHING
                    delete-to-tombstone,    INSERT,                  ROW
                    delete-to-tombstone,    SNAPSHOT,                ROW
                    delete-to-tombstone,    UPDATE,                  ROW
                    delete-to-tombstone,    DELETE,                  NULL
                    delete-to-tombstone,    DELETE_OF_A_KEY,         NULL
                    delete-to-tombstone,    TOMBSTONE,               NOTHING
                    delete-to-tombstone,    TOMBSTONE_WITH_A_SCHEMA, NOTHING
                    drop,                   INSERT,                  ROW
                    drop,                   SNAPSHOT,                ROW
                    drop,                   UPDATE,                  ROW
                    drop,                   DELETE,                  NOTHING
                    drop,                   DELETE_OF_A_KEY,         NOTHING
                    drop,                   TOMBSTONE,               NOTHING
                    drop,                   TOMBSTONE_WITH_A_SCHEMA, NOTHING
                    rewrite,                INSERT,                  LIVE_ROW
                    rewrite,                SNAPSHOT,                LIVE_ROW
                    rewrite,                UPDATE,                  LIVE_ROW
                    rewrite,                DELETE,                  DEAD_ROW
                    rewrite,                DELETE_OF_A_KEY,         DEAD_KEY
                    rewrite,                TOMBSTONE,               NOTHING
                    rewrite,                TOMBSTONE_WITH_A_SCHEMA, NOTHING
                    rewrite-with-tombstone, INSERT,                  LIVE_ROW
                    rewrite-with-tombstone, SNAPSHOT,                LIVE_ROW
                    rewrite-with-tombstone, UPDATE,                  LIVE_ROW
                    rewrite-with-tombstone, DELETE,                  DEAD_ROW
                    rewrite-with-tombstone, DELETE_OF_A_KEY,         DEAD_KEY
                    rewrite-with-tombstone, TOMBSTONE,               NULL
                    rewrite-with-tombstone, TOMBSTONE_WITH_A_SCHEMA, NULL
                    """)
    void eachModeMakesOfEachOperation(String mode, Arrival arrival, Outcome expected) {
        SinkRecord result = flattenCdc("delete.tombstone.handling.mode", mode).apply(arrival.record());

        assertThat(outcome(result)).isEqualTo(expected);
        if (result != null) {
            assertThat(result.key()).isEqualTo(key(7));
            assertThat(result.keySchema()).isSameAs(Envelopes.KEY);
            assertThat(result.topic()).isEqualTo(Envelopes.TOPIC);
            assertThat(result.timestamp()).isEqualTo(Envelopes.TIMESTAMP);
            assertThat(result.originalKafkaOffset()).isEqualTo(Envelopes.OFFSET);
            assertThat(result.headers()).isEmpty();
        }
    }

    private static Outcome outcome(@Nullable SinkRecord result) {
        if (result == null) {
            return Outcome.NOTHING;
        }
        if (result.value() == null) {
            assertThat(result.valueSchema())
                    .as("a null with a schema is a value to converters and sinks, and not a tombstone")
                    .isNull();
            return Outcome.NULL;
        }
        Struct row = (Struct) result.value();
        row.validate();
        assertThat(row.schema()).isSameAs(result.valueSchema());
        assertThat(row.getInt32("id")).isEqualTo(7);
        if (row.getString("customer") == null) {
            assertThat(row.getInt64("placed_at")).isNull();
            assertThat(row.getString("__deleted")).isEqualTo("true");
            return Outcome.DEAD_KEY;
        }
        assertThat(row.getString("customer")).isEqualTo("Ada");
        assertThat(row.getInt64("placed_at")).isEqualTo(1_763_625_599_000_001L);
        if (row.schema().field("__deleted") == null) {
            return Outcome.ROW;
        }
        return switch (row.getString("__deleted")) {
            case "true" -> Outcome.DEAD_ROW;
            case "false" -> Outcome.LIVE_ROW;
            default -> throw new AssertionError("__deleted is neither true nor false");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewrite", "rewrite-with-tombstone"})
    void insertsUpdatesAndDeletesHaveOneSchema(String mode) {
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", mode);

        Schema ofInsert = transform.apply(Arrival.INSERT.record()).valueSchema();

        assertThat(transform.apply(Arrival.UPDATE.record()).valueSchema()).isSameAs(ofInsert);
        assertThat(transform.apply(Arrival.DELETE.record()).valueSchema()).isSameAs(ofInsert);
        assertThat(ofInsert.isOptional()).isFalse();
        assertThat(ofInsert.name()).isEqualTo("shop.public.orders.Value");
        assertThat(ofInsert.fields())
                .extracting(Field::name)
                .containsExactly("id", "customer", "status", "placed_at", "__deleted");
        assertThat(ofInsert.field("__deleted").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
    }

    @Test
    void theMarkMayBeCalledOtherwiseAndBeABoolean() {
        FlattenCdc<SinkRecord> transform = flattenCdc(
                "delete.tombstone.handling.mode", "rewrite",
                "deleted.field.name", "gone",
                "deleted.field.type", "boolean");

        Struct deleted = (Struct) transform.apply(Arrival.DELETE.record()).value();
        Struct living = (Struct) transform.apply(Arrival.INSERT.record()).value();

        assertThat(deleted.getBoolean("gone")).isTrue();
        assertThat(living.getBoolean("gone")).isFalse();
        assertThat(living.schema().field("__deleted")).isNull();
        assertThat(living.schema().field("gone").schema()).isEqualTo(Schema.OPTIONAL_BOOLEAN_SCHEMA);
    }

    @Test
    void aDeleteOfAKeyRequiresOnlyWhatTheKeySays() {
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", "rewrite");

        Schema schema = transform.apply(Arrival.DELETE_OF_A_KEY.record()).valueSchema();

        assertThat(schema.field("id").schema().isOptional()).isFalse();
        assertThat(schema.field("placed_at").schema().isOptional()).isTrue();
        assertThat(schema.field("placed_at").schema().name()).isEqualTo("io.debezium.time.MicroTimestamp");
        assertThat(transform.apply(Arrival.DELETE_OF_A_KEY.record()).valueSchema())
                .isSameAs(schema);
    }

    @Test
    void aDeleteOfAKeyKeepsTheSchemaWhereAllOtherColumnsAreOptional() {
        Schema row = SchemaBuilder.struct()
                .optional()
                .field("id", Schema.INT32_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema envelope = Envelopes.envelope(row);
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", "rewrite");

        Schema ofInsert = transform
                .apply(record(key(7), event(envelope, "c", null, new Struct(row).put("id", 7))))
                .valueSchema();

        assertThat(transform
                        .apply(record(key(7), event(envelope, "d", null, null)))
                        .valueSchema())
                .isEqualTo(ofInsert);
    }

    @Test
    void aDeleteWithNeitherRowNorKeyIsStillARow() {
        SinkRecord result =
                flattenCdc("delete.tombstone.handling.mode", "rewrite").apply(record(null, event("d", null, null)));

        Struct row = (Struct) result.value();
        assertThat(row.getInt32("id")).isNull();
        assertThat(row.getString("__deleted")).isEqualTo("true");
    }

    @Test
    void aKeyOfAnotherTypeThanTheColumnIsNotTakenForIt() {
        Schema keySchema = Envelopes.struct(fields -> fields.field("id", Schema.STRING_SCHEMA));

        SinkRecord result = flattenCdc("delete.tombstone.handling.mode", "rewrite")
                .apply(record(new Struct(keySchema).put("id", "seven"), event("d", null, null)));

        assertThat(((Struct) result.value()).getInt32("id")).isNull();
    }

    static Stream<Arguments> keysOfAnotherMeaning() {
        Schema days = SchemaBuilder.int32().name("io.debezium.time.Date").build();
        Schema micros =
                SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
        Schema millis = SchemaBuilder.int64().name("io.debezium.time.Timestamp").build();
        return Stream.of(
                Arguments.of(Date.SCHEMA, new java.util.Date(0), days),
                Arguments.of(days, 5, Date.SCHEMA),
                Arguments.of(millis, 5L, micros),
                Arguments.of(Decimal.schema(2), new BigDecimal("7.25"), Decimal.schema(4)));
    }

    /** A transform may have changed the one and not the other. */
    @ParameterizedTest
    @MethodSource("keysOfAnotherMeaning")
    void aColumnOfTheKeyThatMeansItsNumberOtherwiseKeepsItsOwnType(Schema ofKey, Object value, Schema ofRow) {
        Schema row = SchemaBuilder.struct().optional().field("id", ofRow).build();
        Schema keySchema = Envelopes.struct(fields -> fields.field("id", ofKey));

        Struct result = (Struct) flattenCdc("delete.tombstone.handling.mode", "rewrite")
                .apply(record(new Struct(keySchema).put("id", value), event(Envelopes.envelope(row), "d", null, null)))
                .value();

        assertThat(result.get("id")).isEqualTo(value);
        assertThat(result.schema().field("id").schema()).isEqualTo(ofKey);
    }

    @Test
    void aColumnOfTheKeyThatIsNullIsNullInTheRow() {
        Schema keySchema = Envelopes.struct(fields -> fields.field("id", Schema.OPTIONAL_INT32_SCHEMA));

        SinkRecord result = flattenCdc("delete.tombstone.handling.mode", "rewrite")
                .apply(Envelopes.record(new Struct(keySchema), event("d", null, null)));

        ((Struct) result.value()).validate();
        assertThat(((Struct) result.value()).getInt32("id")).isNull();
    }

    @Test
    void keysOfTwoSchemasInTurnEachFindTheirColumn() {
        Schema otherKey = Envelopes.struct(fields -> fields.field("customer", Schema.STRING_SCHEMA));
        FlattenCdc<SinkRecord> transform = flattenCdc("delete.tombstone.handling.mode", "rewrite");
        SinkRecord byCustomer = record(new Struct(otherKey).put("customer", "Ada"), event("d", null, null));

        for (int turn = 0; turn < 2; turn++) {
            assertThat(((Struct) transform
                                    .apply(Arrival.DELETE_OF_A_KEY.record())
                                    .value())
                            .getInt32("id"))
                    .isEqualTo(7);
            assertThat(((Struct) transform.apply(byCustomer).value()).getString("customer"))
                    .isEqualTo("Ada");
        }
    }

    @Test
    void theOperationIsAHeaderOfTombstonesTooWhereItIsAskedFor() {
        FlattenCdc<SinkRecord> transform =
                flattenCdc("delete.tombstone.handling.mode", "rewrite-with-tombstone", "add.headers", "op,table");

        assertThat(headers(transform.apply(Arrival.TOMBSTONE.record()))).isEqualTo(Map.of("__op", "d"));
        assertThat(headers(transform.apply(Arrival.DELETE.record())))
                .isEqualTo(Map.of("__op", "d", "__table", "orders"));
        assertThat(headers(flattenCdc("add.headers", "op").apply(Arrival.DELETE.record())))
                .isEqualTo(Map.of("__op", "d"));
    }

    @Test
    void aColumnThatIsAlreadyNamedLikeTheMarkIsAnError() {
        Schema row = Envelopes.struct(fields -> fields.field("__deleted", Schema.STRING_SCHEMA));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> flattenCdc("delete.tombstone.handling.mode", "rewrite")
                        .apply(Envelopes.insert(new Struct(row).put("__deleted", "no"))))
                .withMessageContaining("'__deleted'")
                .withMessageContaining("the delete mode");
    }

    @ParameterizedTest
    @EnumSource(Arrival.class)
    void nothingThatArrivesIsChanged(Arrival arrival) {
        SinkRecord record = arrival.record();
        record.headers().addString("__op", "mine");

        for (String mode : new String[] {"tombstone", "rewrite-with-tombstone"}) {
            flattenCdc("delete.tombstone.handling.mode", mode, "add.headers", "op,lsn", "add.fields", "source")
                    .apply(record);
        }

        assertThat(headers(record)).isEqualTo(Map.of("__op", "mine"));
        assertThat(record.value()).isEqualTo(arrival.record().value());
    }
}
