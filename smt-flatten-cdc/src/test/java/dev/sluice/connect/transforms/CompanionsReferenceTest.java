// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ReferencePage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompanionsReferenceTest {
    private static final String FLATTEN = """
            `dev.sluice.connect.transforms.Flatten$Value` and `dev.sluice.connect.transforms.Flatten$Key` make columns of what lies in
            nested structs, and without a schema in nested maps: what [FlattenCdc](flatten-cdc.md) does to rows, for records that are no
            change events.

            ```json
            "transforms": "flatten",
            "transforms.flatten.type": "dev.sluice.connect.transforms.Flatten$Value",
            "transforms.flatten.delimiter": "_",
            "transforms.flatten.array.mode": "json"
            ```

            | in | out |
            |---|---|
            | `{"id": 7, "address": {"city": "Ulm", "geo": {"lat": 48.4}}, "tags": ["a", "b"]}` | `{"id": 7, "address_city": "Ulm", "address_geo_lat": 48.4, "tags": "[\\"a\\",\\"b\\"]"}` |
            | `{"id": 8, "address": null, "tags": []}` | `{"id": 8, "address": null, "tags": "[]"}` |

            The second record shows what a schema is for: with one, `address_city` and `address_geo_lat` are there, and null.

            Names join with a dot unless `delimiter` says otherwise, as in Kafka's transform of the same name, whose configuration works here
            after a change of `type` alone. It differs from that transform in this:

            - **Maps with a schema** are kept, or become JSON; Kafka's transform refuses the record.
            - **A null stays null**; there it becomes the default of its column.
            - **Two values of one name** are refused, or get two names, as `on.name.collision` says; without a schema one of them is lost there.
            - **Structs that stand for one value**, such as Debezium's VariableScaleDecimal, are kept whole.
            - **A map without a schema that is empty** stays a column; there it vanishes.
            - **An optional struct** stays optional.
            - **The header `__unavailable`** names the new columns afterwards, so that Sluice's JDBC sink still leaves them alone.

            Keys and values that have no fields go on as they are, null among them. The default of a schema that is itself a struct is not
            kept: only of its fields.
            """;

    private static final String EXPAND_JSON = """
            `dev.sluice.connect.transforms.ExpandJson$Value` and `dev.sluice.connect.transforms.ExpandJson$Key` replace texts that are JSON
            by what they say, each in its place: objects become structs, and without a schema maps.

            ```json
            "transforms": "expand",
            "transforms.expand.type": "dev.sluice.connect.transforms.ExpandJson$Value",
            "transforms.expand.json.fields": "data,meta.labels"
            ```

            | in | out |
            |---|---|
            | `{"id": 7, "data": "{\\"a\\": 1, \\"b\\": {\\"c\\": [true]}}", "meta": {"labels": "[\\"x\\"]"}}` | `{"id": 7, "data": {"a": 1, "b": {"c": [true]}}, "meta": {"labels": ["x"]}}` |
            | `{"id": 8, "data": null, "meta": {}}` | `{"id": 8, "data": null, "meta": {}}` |

            With a schema, that of the expanded fields is known from the values that the task has seen of the topic, and only ever widens, so
            that a sink of files does not begin a new one with every record: 1 and then 0.5 make a FLOAT64, 1 and then "x" JSON text. A field of
            which nothing was seen yet is not there. After a restart it grows anew, and so it does in each task.

            Widening is not always growing. An array or a text beside an object, if only `[]` or `""`, leaves nothing but JSON text that holds
            both: the struct gives way to one text, until the task restarts, and a warning in the log names the topic and the field. To have one
            schema from the first record on, under which a value that does not fit is refused alone, give it in `json.schema`. Do so, or set
            `json.mode=map`, where a JDBC sink writes the fields, as columns, into a table: it does not write a column that is not in the
            record, so a member that has vanished leaves its column as it was, if the task has not seen that member since its start or with
            `json.schema=infer`.

            Numbers that INT64 and FLOAT64 do not hold exactly stay JSON text, and so do whole numbers beyond 2^53 beside fractions; where
            `json.schema` says float64, they are rounded. A text that is no JSON is refused, with its place and without
            its content, and so are a member whose name is empty and JSON nested deeper than 64 levels. Where the source did not send a value,
            the header `__unavailable` lists the column; with a schema its placeholder becomes null.
            Paths lead through structs and maps, not into arrays.

            [Flatten](flatten.md) behind it makes columns of the structs; of a change event, [FlattenCdc](flatten-cdc.md) does all in one pass.
            """;

    private static final String DEBEZIUM_TYPES = """
            `dev.sluice.connect.transforms.DebeziumTypes$Value` and `dev.sluice.connect.transforms.DebeziumTypes$Key` put the values of
            Debezium's types, and of Connect's own dates, times and decimals, into forms that other sinks know, at any depth: in structs, arrays
            and maps, and in rows as well as in whole envelopes. Sluice's sinks need none of it.

            ```json
            "transforms": "types",
            "transforms.types.type": "dev.sluice.connect.transforms.DebeziumTypes$Value",
            "transforms.types.temporal.mode": "iso",
            "transforms.types.decimal.mode": "string",
            "transforms.types.plain.types": "uuid,bits"
            ```

            | in | out |
            |---|---|
            | `placed_at` INT64 `io.debezium.time.MicroTimestamp` 1763625599123456 | `placed_at` STRING `2025-11-20T07:59:59.123456` |
            | `price` STRUCT `io.debezium.data.VariableScaleDecimal` {scale 2, value 0x4E} | `price` STRING `0.78` |
            | `days` ARRAY of INT32 `io.debezium.time.Date` [20412] | `days` ARRAY of STRING [`2025-11-20`] |
            | `flags` BYTES `io.debezium.data.Bits` of length 3, 0x05 | `flags` STRING `101` |

            Without a schema nothing says what a value is, so such records go on as they are; and so does what is null. An array that the
            source did not send is null, and so optional, once its elements are converted.
            """;

    private enum Companion {
        FLATTEN("Flatten", "flatten.md", CompanionsReferenceTest.FLATTEN, Flatten.TABLE),
        EXPAND_JSON("ExpandJson", "expand-json.md", CompanionsReferenceTest.EXPAND_JSON, ExpandJson.TABLE),
        DEBEZIUM_TYPES(
                "DebeziumTypes", "debezium-types.md", CompanionsReferenceTest.DEBEZIUM_TYPES, DebeziumTypes.TABLE);

        private final String file;

        // The tables of keys do not change.
        @SuppressWarnings("ImmutableEnumChecker")
        private final ReferencePage page;

        Companion(String title, String file, String intro, ConfigTable table) {
            this.file = file;
            this.page = new ReferencePage(title, intro, table);
        }
    }

    private static final List<Transformation<SinkRecord>> ALL = List.of(
            new Flatten.Key<>(),
            new Flatten.Value<>(),
            new ExpandJson.Key<>(),
            new ExpandJson.Value<>(),
            new DebeziumTypes.Key<>(),
            new DebeziumTypes.Value<>());

    @ParameterizedTest
    @EnumSource
    void thePageInTheRepositoryIsCurrent(Companion companion) throws IOException {
        assertThat(companion.page.checkedInAt(Path.of("../docs/reference/" + companion.file)))
                .as("run the test with -D%s=true to update the page", ReferencePage.UPDATE_PROPERTY)
                .isEqualTo(companion.page.toMarkdown());
    }

    @Test
    void theExamplesOfThePagesAreTrue() {
        List<PageExample> examples = Stream.of(FLATTEN, EXPAND_JSON)
                .flatMap(page -> PageExample.of(page).stream())
                .toList();

        assertThat(examples).hasSize(2).allSatisfy(example -> {
            assertThat(example.records()).hasSize(2);
            example.records().forEach((in, out) -> assertThat(example.run(in)).isEqualTo(out));
        });
    }

    @Test
    void eachKeyIsShownInAGroupWithADisplayNameAndAText() {
        for (Transformation<SinkRecord> transform : ALL) {
            for (ConfigDef.ConfigKey key : transform.config().configKeys().values()) {
                assertThat(key.group).as(key.name).isNotBlank();
                assertThat(key.displayName).as(key.name).isNotBlank();
                assertThat(key.documentation).as(key.name).isNotBlank();
                assertThat(transform.config().configKeys().keySet())
                        .as("dependents of %s", key.name)
                        .containsAll(key.dependents);
            }
        }
    }

    @Test
    void eachKnowsItsVersion() {
        assertThat(ALL).allSatisfy(transform -> assertThat(((Versioned) transform).version())
                .matches("\\d.*"));
    }
}
