// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ReferencePage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FlattenCdcReferenceTest {
    private static final String INTRO = """
            `dev.sluice.connect.transforms.FlattenCdc` turns a change event of Debezium into a flat row in one pass. It goes into a
            sink connector, or into the source connector itself:

            ```json
            "transforms": "unwrap",
            "transforms.unwrap.type": "dev.sluice.connect.transforms.FlattenCdc",
            "transforms.unwrap.delete.tombstone.handling.mode": "rewrite",
            "transforms.unwrap.add.fields": "op,source.ts_ms,kafka.offset"
            ```

            | in | out |
            |---|---|
            | `{"op": "u", "before": null, "after": {"id": 7, "address": {"city": "Ulm"}}, "source": {"ts_ms": 1763625599900}}` | `{"id": 7, "address_city": "Ulm", "__deleted": "false", "__op": "u", "__source_ts_ms": 1763625599900, "__kafka_offset": 8812}` |
            | `{"op": "d", "before": {"id": 7, "address": {"city": "Ulm"}}, "after": null, "source": {"ts_ms": 1763625599900}}` | `{"id": 7, "address_city": "Ulm", "__deleted": "true", "__op": "d", "__source_ts_ms": 1763625599900, "__kafka_offset": 8812}` |

            ## What becomes of a record

            | record | `tombstone`, `delete-to-tombstone` | `drop` | `rewrite` | `rewrite-with-tombstone` |
            |---|---|---|---|---|
            | insert, update, snapshot read | the row in `after` | the row in `after` | the row in `after`, and `__deleted="false"` | the row in `after`, and `__deleted="false"` |
            | delete | null value | nothing | the row in `before`, and `__deleted="true"` | the row in `before`, and `__deleted="true"` |
            | tombstone | nothing | nothing | nothing | null value |

            Truncates follow `truncate.handling.mode`. A struct is an envelope if its schema's name ends with `.Envelope`, or if it has
            `op`, `before` and `after`; in both cases `op` has to be a STRING and the rows structs. Everything else passes unchanged,
            unless `non.cdc.records`, `control.records` or `message.events` says otherwise: logical messages, heartbeats, schema changes,
            MongoDB's JSON rows. Only tombstones cannot be told apart, so those of other topics follow the mode too.

            Envelopes **without a schema** are maps, as the JSON converter with `schemas.enable=false` makes them, also within
            `{"schema": …, "payload": …}`. They become maps by the same rules. As no schema says which columns there are, a delete without
            `before` has those of its key only, a nested map that is null or empty stays one column, and metadata that the envelope lacks is
            null.

            Nested structs become columns named after their path, `address.city` becoming `address_city`; below an optional struct all
            columns are optional, and null when it is. Arrays and maps are kept, unless `array.mode` or `map.mode` says otherwise, and so are
            structs that stand for one value.

            With `json.mode=expand` a column of JSON becomes the columns that its members are: of `data = {"a": 1, "b": {"c": "x"}}` there come
            `data_a` and `data_b_c`. The schema of a topic widens until all members were seen, so that a sink of files does not begin a new one
            with every record; after a restart it does so anew. An array or a text beside an object, if only `[]` or `""`, makes one column of JSON
            text of the object's columns, until the task restarts; a warning in the log names the topic and the place. Where that must not be,
            give `json.schema`: then such a value is refused alone. Give it too, or set `json.mode=map`, where rows go to a database by a JDBC
            sink: that does not write a column that is not in the record, so a member that has vanished leaves its column as it was, if the task
            has not seen that member since its start or with `json.schema=infer`.

            ## Headers that Sluice's sinks read

            | header | type | set |
            |---|---|---|
            | `__op` | STRING | when `add.headers` has `op`, and on every truncate that is passed on |
            | `__unavailable` | ARRAY of STRING | on rows with columns that the source did not send (PostgreSQL TOAST, Oracle LOB): their names |

            What stands in such a column says `unavailable.value.mode`. Sluice's JDBC sink leaves the listed columns as they are.

            With a schema, the values of columns can be converted (`temporal.mode`, `decimal.mode`, `plain.types`), those inside arrays, maps
            and structs that are kept as well; without a schema nothing says what they are. Sluice's sinks need none of it. An array that the
            source did not send is null, and so optional, once its elements are converted.

            ## Differences from Debezium's ExtractNewRecordState

            Options of the same name mean the same, and flat rows come out the same, but for what loses data there.
            [Migrating](../migrating/from-extract-new-record-state.md) goes through them option by option.

            - **A null stays null.** Debezium replaces it by the column's default in the rewrite modes, unless
              `replace.null.with.default=false`, which is the default here.
            - **A delete without `before` is a delete.** Debezium drops it. Here the null value needs only the key, and in the rewrite
              modes the row has the columns that the key names. Its other columns are null, so those that the schema requires are optional
              in the schema of such a row; in all other cases rows have one schema whatever the operation.
            - **A null value has no schema.** In the mode `tombstone`, Debezium puts the schema of the row beside it, whereupon converters
              with schemas write a value that no compaction removes, and sinks that group by schema end a batch at every delete. So
              `tombstone` and `delete-to-tombstone` are one.
            - **Headers are set, not appended**, on a copy: a retried record has each of them once.
            - **Nested structs are flattened**, those of `add.fields` too; `flatten=false` keeps them.
            - **A field of `add.fields` may lie at any depth**; Debezium reads two levels.
            - **A null in metadata means its default.** `__snapshot` of a change is `"false"`; Debezium leaves it null with
              `replace.null.with.default=false`.
            - **A field of `add.fields` that only other connectors send is a null column**, so that the schema does not depend on the source;
              Debezium leaves it out.
            - **Envelopes without a schema, or with a schema of another name, are unwrapped** too; Debezium passes them on as they are, and so
              does `envelope.detection=schema-name`.
            - **An option that does not exist is reported** with the nearest name; Debezium ignores it.
            - **A delete without `before` is routed by its key** with `route.by.field`, and refused where the key has no such column: in the
              wrong topic it would delete nothing.
            - **A name in the header of `drop.fields.header.name` may be that of a nested struct**, and stands for all its columns then.
            """;

    @Test
    void theExampleIsTrue() {
        PageExample example = PageExample.of(INTRO).get(0);

        assertThat(example.records()).hasSize(2);
        example.records().forEach((in, out) -> assertThat(example.run(in)).isEqualTo(out));
    }

    @Test
    void thePageInTheRepositoryIsCurrent() throws IOException {
        ReferencePage page = new ReferencePage("FlattenCdc", INTRO, FlattenCdcConfig.TABLE);

        assertThat(page.checkedInAt(Path.of("../docs/reference/flatten-cdc.md")))
                .as("run the test with -D%s=true to update the page", ReferencePage.UPDATE_PROPERTY)
                .isEqualTo(page.toMarkdown());
    }
}
