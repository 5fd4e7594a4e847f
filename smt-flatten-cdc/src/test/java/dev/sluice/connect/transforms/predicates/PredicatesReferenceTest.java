// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.predicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ReferencePage;
import dev.sluice.connect.transforms.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.Test;

class PredicatesReferenceTest {
    private static final String INTRO = """
            Predicates decide to which records a transform is applied: any transform, ours, Kafka's or Debezium's. All four are in the
            folder of FlattenCdc, in the package `dev.sluice.connect.transforms.predicates`, and none changes a record. They read records
            with a schema and without.

            | predicate | true for |
            |---|---|
            | `CdcOperation` | changes of the operations in `ops` |
            | `CdcSnapshot` | what a snapshot read, initial or incremental; no configuration |
            | `CdcControlRecord` | heartbeats, schema changes, transaction boundaries and notifications |
            | `HasField` | records that have the field |

            `CdcOperation` and `CdcSnapshot` ask an envelope, or a logical message, for its `op` and `source.snapshot`. Of a record that was
            unwrapped before they ask the headers `__op` and `__snapshot`, then the fields of these names, which `add.headers=op,snapshot`
            or `add.fields=op,snapshot` of the unwrapping transform add. A record that says neither is none of theirs, tombstones among
            them: for those Kafka has `RecordIsTombstone`.

            ## Examples

            A sink that shall not see truncates and deletes, as in an append-only archive:

            ```json
            "transforms": "keep,unwrap",
            "transforms.keep.type": "org.apache.kafka.connect.transforms.Filter",
            "transforms.keep.predicate": "removals",
            "transforms.unwrap.type": "dev.sluice.connect.transforms.FlattenCdc",
            "predicates": "removals",
            "predicates.removals.type": "dev.sluice.connect.transforms.predicates.CdcOperation",
            "predicates.removals.ops": "d,t"
            ```

            | in | out |
            |---|---|
            | `{"op": "c", "before": null, "after": {"id": 7}, …}` | `{"id": 7}` |
            | `{"op": "d", "before": {"id": 7}, "after": null, …}` | nothing |

            A sink on `topics.regex=shop.*` that shall see rows only:

            ```json
            "transforms": "rows,unwrap",
            "transforms.rows.type": "org.apache.kafka.connect.transforms.Filter",
            "transforms.rows.predicate": "control",
            "transforms.unwrap.type": "dev.sluice.connect.transforms.FlattenCdc",
            "predicates": "control",
            "predicates.control.type": "dev.sluice.connect.transforms.predicates.CdcControlRecord"
            ```

            | in | out |
            |---|---|
            | `{"ts_ms": 1763625600050}`, a heartbeat | nothing |
            | `{"status": "BEGIN", "id": "771:24023128", "event_count": null, …}` | nothing |
            | `{"op": "u", "before": null, "after": {"id": 7}, …}` | `{"id": 7}` |

            The snapshot to a topic of its own:

            ```json
            "transforms": "apart",
            "transforms.apart.type": "org.apache.kafka.connect.transforms.RegexRouter",
            "transforms.apart.regex": "(.*)",
            "transforms.apart.replacement": "$1.snapshot",
            "transforms.apart.predicate": "snapshot",
            "predicates": "snapshot",
            "predicates.snapshot.type": "dev.sluice.connect.transforms.predicates.CdcSnapshot"
            ```

            | in | out |
            |---|---|
            | topic `shop.public.orders`, `{"op": "r", "source": {"snapshot": "first", …}, …}` | topic `shop.public.orders.snapshot` |
            | topic `shop.public.orders`, `{"op": "c", "source": {"snapshot": "false", …}, …}` | topic `shop.public.orders` |

            A mask only where there is something to mask, for `MaskField` refuses records without the field:

            ```json
            "transforms": "mask",
            "transforms.mask.type": "org.apache.kafka.connect.transforms.MaskField$Value",
            "transforms.mask.fields": "email",
            "transforms.mask.predicate": "hasEmail",
            "predicates": "hasEmail",
            "predicates.hasEmail.type": "dev.sluice.connect.transforms.predicates.HasField",
            "predicates.hasEmail.field": "email"
            ```

            | in | out |
            |---|---|
            | `{"id": 7, "email": "ada@example.org"}` | `{"id": 7, "email": ""}` |
            | `{"id": 7}` | `{"id": 7}` |
            """;

    private static final List<Predicate<SinkRecord>> ALL =
            List.of(new CdcOperation<>(), new CdcSnapshot<>(), new CdcControlRecord<>(), new HasField<>());

    @Test
    void thePageInTheRepositoryIsCurrent() throws IOException {
        ReferencePage page = new ReferencePage(
                "Predicates",
                INTRO,
                ConfigTable.builder()
                        .group("CdcOperation", CdcOperation.OPERATIONS)
                        .group("CdcControlRecord", CdcControlRecord.KINDS)
                        .group("HasField", HasField.FIELD, HasField.IN)
                        .build());

        assertThat(page.checkedInAt(Path.of("../docs/reference/predicates.md")))
                .as("run the test with -D%s=true to update the page", ReferencePage.UPDATE_PROPERTY)
                .isEqualTo(page.toMarkdown());
    }

    @Test
    void eachKeyIsShownInAGroupWithADisplayNameAndAText() {
        for (Predicate<SinkRecord> predicate : ALL) {
            for (ConfigDef.ConfigKey key : predicate.config().configKeys().values()) {
                assertThat(key.group)
                        .as(key.name)
                        .isEqualTo(predicate.getClass().getSimpleName());
                assertThat(key.displayName).as(key.name).isNotBlank();
                assertThat(key.documentation).as(key.name).isNotBlank();
            }
        }
    }

    @Test
    void eachKnowsItsVersion() {
        assertThat(ALL).allSatisfy(predicate -> assertThat(((Versioned) predicate).version())
                .matches("\\d.*"));
    }

    @Test
    void anOptionThatDoesNotExistIsReportedWithTheNearestName() {
        assertThat(CapturedLog.linesOf(() -> Records.configured(new CdcControlRecord<>(), Map.of("kind", "heartbeat"))))
                .anyMatch(line ->
                        line.contains("CdcControlRecord: 'kind' is not a key of this plugin; did you mean 'kinds'?"));
    }
}
