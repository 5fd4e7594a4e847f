// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.jdbc.sql.ColumnChange;
import dev.sluice.connect.jdbc.sql.DatabaseKind;
import dev.sluice.connect.jdbc.sql.IdentifierQuoting;
import dev.sluice.connect.jdbc.sql.TableColumn;
import dev.sluice.connect.jdbc.sql.TextComparison;
import dev.sluice.connect.jdbc.sql.Widening;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusedChangesTest {
    private static final TableColumn CODE = column(3);

    private final RefusedChanges refused = new RefusedChanges();

    private static TableColumn column(int size) {
        return new TableColumn("code", "varchar", size, null, TextComparison.EXACT, true, true, false, false);
    }

    private static ColumnChange to(@Nullable String type) {
        return new ColumnChange(CODE, type, false);
    }

    @Test
    void whatIsRefusedIsNotAskedForAgainNorIsMoreOfIt() {
        refused.add(to("varchar(100)"));

        assertThat(refused.others(List.of(to("varchar(100)"), to("varchar(101)"), to("varchar(99)"), to("text"))))
                .containsExactly(to("varchar(99)"), to("text"));
    }

    @Test
    void theLeastThatWasRefusedCounts() {
        refused.add(to("varchar(100)"));
        refused.add(to("varchar(50)"));
        refused.add(to("varchar(200)"));

        assertThat(refused.others(List.of(to("varchar(50)"), to("varchar(49)"))))
                .containsExactly(to("varchar(49)"));
    }

    @Test
    void ofTwoPartsThatAreRefusedTogetherEachIsTriedByItself() {
        ColumnChange both = new ColumnChange(CODE, "bigint", true);
        ColumnChange dropped = new ColumnChange(CODE, null, true);
        refused.add(both);
        assertThat(refused.others(List.of(both))).containsExactly(to("bigint"), dropped);

        refused.add(to("bigint"));
        assertThat(refused.others(List.of(both))).containsExactly(dropped);
    }

    @ParameterizedTest
    // SQLite's columns take everything as they are.
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void whatAnyDatabaseMayRefuseIsRemembered(DatabaseKind kind) {
        Widening widening = kind.dialect(IdentifierQuoting.ALWAYS, true)
                .definitions()
                .alterations()
                .widening();
        List<ColumnChange> changes = Stream.of("varchar", "nvarchar", "character varying", "varchar2", "nvarchar2")
                .map(type -> new TableColumn("code", type, 3, null, TextComparison.EXACT, true, true, false, false))
                .flatMap(column -> Stream.of(4, 100_000_000)
                        .flatMap(length -> widening.toLength(column, length).stream())
                        .map(type -> new ColumnChange(column, type, false)))
                .toList();

        assertThat(refused.others(changes)).isEqualTo(changes).isNotEmpty();
        changes.forEach(refused::add);
        assertThat(refused.others(changes)).isEmpty();
    }

    @Test
    void aColumnThatAPersonHasChangedIsAnotherOne() {
        refused.add(to("varchar(100)"));
        ColumnChange later = new ColumnChange(column(10), "varchar(100)", false);

        assertThat(refused.others(List.of(later))).containsExactly(later);
    }
}
