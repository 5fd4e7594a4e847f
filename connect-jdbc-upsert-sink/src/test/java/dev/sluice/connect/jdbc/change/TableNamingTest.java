// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.change;

import static dev.sluice.connect.jdbc.Topic.struct;
import static dev.sluice.connect.jdbc.Topic.structOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableNamingTest {
    private static final String SOURCE_FORMAT = "${source.schema}.${source.db}_${source.table}";

    private static SinkRecord record(String topic, @Nullable Object value) {
        return new SinkRecord(topic, 0, null, null, null, value, 0);
    }

    private static TableId table(String format, String topic) {
        return TableNaming.of(format, name -> name).tableOf(record(topic, null));
    }

    private static TableNaming naming(
            String format, Map<String, String> ofTopics, String regex, String replacement, boolean onlyWords) {
        return new TableNaming(
                new TableNaming.Rules(format, ofTopics, Pattern.compile(regex), replacement, onlyWords), name -> name);
    }

    @Test
    void theLastDotOfTheFormatPartsSchemaAndTable() {
        assertThat(table("${topic}", "orders")).isEqualTo(new TableId(null, "orders"));
        assertThat(table("${topic}", "sales.orders")).isEqualTo(new TableId("sales", "orders"));
        assertThat(table("${topic}", "server.sales.orders")).isEqualTo(new TableId("sales", "orders"));
        assertThat(table("raw.kafka_${topic}", "orders")).isEqualTo(new TableId("raw", "kafka_orders"));
    }

    @Test
    void anEmptyPartIsRefused() {
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> table("${topic}", "orders."));
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> table(".${topic}", "orders"));
    }

    @Test
    void aTopicThatLooksLikeAPlaceholderOrAGroupIsAName() {
        assertThat(table("x_${topic}", "${topic}$1\\")).isEqualTo(new TableId(null, "x_${topic}$1\\"));
    }

    @Test
    void theSourceIsReadFromAnEnvelope() {
        Schema source =
                struct("db", Schema.STRING_SCHEMA, "schema", Schema.STRING_SCHEMA, "table", Schema.STRING_SCHEMA);
        Schema envelope = struct("op", Schema.STRING_SCHEMA, "source", source);
        TableNaming naming = TableNaming.of(SOURCE_FORMAT, name -> name);

        assertThat(naming.tableOf(record("t", structOf(envelope, "c", structOf(source, "shop", "public", "orders")))))
                .isEqualTo(new TableId("public", "shop_orders"));
        assertThat(naming.tableOf(record(
                        "t", Map.of("op", "c", "source", Map.of("db", "shop", "schema", "public", "table", "items")))))
                .isEqualTo(new TableId("public", "shop_items"));
    }

    @Test
    void theSourceIsReadFromFieldsOrHeadersOfAFlatRow() {
        TableNaming naming = TableNaming.of("${source.table}", name -> name);
        Schema row = struct("source", Schema.STRING_SCHEMA, "__source_table", Schema.STRING_SCHEMA);
        SinkRecord tombstone = record("t", null);
        tombstone.headers().add("__table", new SchemaAndValue(Schema.STRING_SCHEMA, "orders"));

        assertThat(naming.tableOf(record("t", structOf(row, "a column", "orders"))))
                .isEqualTo(new TableId(null, "orders"));
        assertThat(naming.tableOf(tombstone)).isEqualTo(new TableId(null, "orders"));
    }

    @Test
    void aRecordThatDoesNotSayItsSourceIsRefusedWithWhatHelps() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> table("${source.table}", "orders"))
                .withMessageContaining("the record does not say its source's table")
                .withMessageContaining("add.headers");
    }

    @Test
    void theTombstoneAfterADeleteMeansTheSameTable() {
        TableNaming naming = TableNaming.of("${source.table}", name -> name);
        Schema row = struct("__table", Schema.STRING_SCHEMA);
        naming.tableOf(new SinkRecord("t", 0, null, 1, row, structOf(row, "orders"), 0));

        assertThat(naming.tableOf(new SinkRecord("t", 0, null, 1, null, null, 1)))
                .isEqualTo(new TableId(null, "orders"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> naming.tableOf(new SinkRecord("t", 0, null, 2, null, null, 2)));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> naming.tableOf(new SinkRecord("t", 1, null, 1, null, null, 0)));
    }

    @Test
    void aListedTopicHasTheTableThatIsListed() {
        TableNaming naming = naming("raw.${topic}", Map.of("a.b", "sales.orders"), "", "", false);

        assertThat(naming.tableOf(record("a.b", null))).isEqualTo(new TableId("sales", "orders"));
        assertThat(naming.tableOf(record("c", null))).isEqualTo(new TableId("raw", "c"));
    }

    @Test
    void aNameThatTheExpressionMatchesWhollyIsReplaced() {
        TableNaming naming = naming("${topic}", Map.of(), "prod\\.([a-z]+)_v\\d+", "sales.$1", false);

        assertThat(naming.tableOf(record("prod.orders_v2", null))).isEqualTo(new TableId("sales", "orders"));
        assertThat(naming.tableOf(record("prod.orders_v2x", null))).isEqualTo(new TableId("prod", "orders_v2x"));
    }

    @Test
    void otherCharactersOfATopicBecomeUnderscoresAndTheDotsOfTheFormatStay() {
        TableNaming naming = naming("raw.${topic}", Map.of(), "", "", true);

        assertThat(naming.tableOf(record("a.b-c😀ä", null))).isEqualTo(new TableId("raw", "a_b_c__"));
    }

    @Test
    void onlyLettersOfAsciiDigitsAndTheUnderscoreAreWordCharacters() {
        TableNaming naming = naming("${topic}", Map.of(), "", "", true);

        assertThat(naming.tableOf(record("azAZ09_", null))).isEqualTo(new TableId(null, "azAZ09_"));
        assertThat(naming.tableOf(record("`{@[/:", null))).isEqualTo(new TableId(null, "______"));
    }

    @Test
    void aTombstoneThatSaysItsSourceIsBelievedAndOneThatSaysPartOfItIsNot() {
        TableNaming naming = TableNaming.of("${topic}_${source.db}_${source.table}", name -> name);
        Schema row = struct("__db", Schema.STRING_SCHEMA, "__table", Schema.STRING_SCHEMA);
        naming.tableOf(new SinkRecord("t", 0, null, 1, row, structOf(row, "shop", "orders"), 0));
        SinkRecord part = new SinkRecord("t", 0, null, 1, null, null, 1);
        part.headers().addString("__table", "items");
        SinkRecord whole = new SinkRecord("t", 0, null, 1, null, null, 1);
        whole.headers().addString("__table", "items").addString("__db", "shop");

        assertThat(naming.tableOf(part)).isEqualTo(new TableId(null, "t_shop_orders"));
        assertThat(naming.tableOf(whole)).isEqualTo(new TableId(null, "t_shop_items"));
    }

    @Test
    void anEmptyNameOfTheSourceIsNone() {
        Schema row = struct("__table", Schema.STRING_SCHEMA, "__source_table", Schema.STRING_SCHEMA);
        TableNaming naming = TableNaming.of("${source.table}", name -> name);

        assertThat(naming.tableOf(record("t", structOf(row, "", "orders")))).isEqualTo(new TableId(null, "orders"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> naming.tableOf(record("t", structOf(row, "", ""))));
    }

    @Test
    void aColumnThatIsCalledSourceIsNoSource() {
        Schema source = struct("table", Schema.STRING_SCHEMA);
        Schema row = struct("source", source);

        assertThatExceptionOfType(DataException.class).isThrownBy(() -> TableNaming.of("${source.table}", name -> name)
                .tableOf(record("t", structOf(row, structOf(source, "orders")))));
    }

    @Test
    void theTableOfATopicIsKnownBeforeItsRecordsUnlessTheySayItThemselves() {
        TableNaming byTopic = TableNaming.of("${topic}", name -> name);
        TableNaming bySource = naming("${source.table}", Map.of("listed", "orders"), "", "", false);

        assertThat(byTopic.tableOfTopic("sales.orders")).contains(new TableId("sales", "orders"));
        assertThat(byTopic.tableOfTopic("orders.")).isEmpty();
        assertThat(bySource.tableOfTopic("other")).isEmpty();
        assertThat(bySource.tableOfTopic("listed")).contains(new TableId(null, "orders"));
    }

    @Test
    void aNameIsWorkedOutOnceAndNamesWithoutEndDoNotFillTheHeap() {
        List<String> stored = new ArrayList<>();
        TableNaming naming = TableNaming.of("${topic}", name -> {
            stored.add(name);
            return name;
        });
        for (int i = 0; i < 10_000; i++) {
            naming.tableOf(record("t" + i, null));
        }
        naming.tableOf(record("t0", null));
        assertThat(stored).hasSize(10_000);

        naming.tableOf(record("one too many", null));
        naming.tableOf(record("t0", null));
        assertThat(stored).hasSize(10_002);
    }

    @Test
    void rulesAreEqualWhereTheySayTheSame() {
        Pattern pattern = Pattern.compile("a+");
        TableNaming.Rules rules = new TableNaming.Rules("${topic}", Map.of("a", "b"), pattern, "c", false);

        assertThat(new TableNaming.Rules("${topic}", Map.of("a", "b"), Pattern.compile("a+"), "c", false))
                .isEqualTo(rules)
                .hasSameHashCodeAs(rules);
        assertThat(List.of(
                        new TableNaming.Rules("x_${topic}", Map.of("a", "b"), pattern, "c", false),
                        new TableNaming.Rules("${topic}", Map.of(), pattern, "c", false),
                        new TableNaming.Rules("${topic}", Map.of("a", "b"), Pattern.compile("a"), "c", false),
                        new TableNaming.Rules("${topic}", Map.of("a", "b"), pattern, "d", false),
                        new TableNaming.Rules("${topic}", Map.of("a", "b"), pattern, "c", true)))
                .doesNotContain(rules);
        assertThat(rules).isNotEqualTo("${topic}");
        assertThat(new TableNaming.Rules("x_${topic}", Map.of("a", "b"), pattern, "c", false))
                .doesNotHaveSameHashCodeAs(rules);
    }
}
