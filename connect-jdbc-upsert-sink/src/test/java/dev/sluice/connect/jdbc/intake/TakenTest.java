// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.change.Carrier;
import dev.sluice.connect.jdbc.change.RecordPlan;
import dev.sluice.connect.jdbc.change.Row;
import dev.sluice.connect.jdbc.change.RowChange;
import dev.sluice.connect.jdbc.change.RowKey;
import dev.sluice.connect.jdbc.change.Shape;
import dev.sluice.connect.jdbc.change.TableChange;
import dev.sluice.connect.jdbc.change.TableId;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class TakenTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final SinkRecord RECORD = new SinkRecord("orders", 0, null, null, null, null, 1);

    @Test
    void changesAndUnreadableRecordsArePartedInTheirOrder() {
        Taken.Unreadable unreadable = new Taken.Unreadable(ORDERS, 1, RECORD, new DataException("no row"));
        TableChange one = change("one");
        TableChange two = change("two");
        TableChange three = change("three");
        List<Taken> taken = List.of(
                new Taken.Changes(ORDERS, 0, List.of(one, two)),
                unreadable,
                new Taken.Changes(ORDERS, 2, List.of(three)));

        assertThat(Taken.unreadable(taken)).containsExactly(unreadable);
        assertThat(Taken.changes(taken)).containsExactly(one, two, three);
    }

    @Test
    void aRecordWeighsWhatItsRowsWeighAndOneThatCannotBeReadNothing() {
        TableChange change = change("one");
        long weight = change.change().row().approximateBytes();

        assertThat(weight).isPositive();
        assertThat(new Taken.Changes(ORDERS, 0, List.of(change, change)).bytes())
                .isEqualTo(2 * weight);
        assertThat(new Taken.Unreadable(ORDERS, 1, RECORD, new DataException("no row")).bytes())
                .isZero();
    }

    private static TableChange change(String key) {
        Shape shape = new Shape(List.of(new Shape.Column("id", Carrier.TEXT)), 1);
        return new TableChange(
                RECORD,
                new TableId(null, "orders"),
                new RecordPlan(List.of(), List.of(), List.of(), List.of(), shape, null),
                new RowChange.Delete(new RowKey(List.of("id"), List.of(key)), new Row(shape, key)));
    }
}
