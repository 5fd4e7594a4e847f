// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.write;

import dev.sluice.connect.jdbc.sql.ColumnChange;
import dev.sluice.connect.jdbc.sql.TableColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the database does not let the sink change of a table's columns, so that it is not asked with each batch. A column that a person has changed is
 * another one.
 */
final class RefusedChanges {
    /** The name, and the first number in brackets: {@code nvarchar(max)} has none, and is a name. */
    private static final Pattern TYPE = Pattern.compile("(.*?)(?:\\((\\d+).*)?");

    /** The least size of each: what cannot become so long cannot become longer either. */
    private final Map<Kind, Integer> sizes = new HashMap<>();

    private int count;

    /** @param type without its size; empty where the type stays */
    private record Kind(TableColumn column, String type, boolean dropNotNull) {}

    void add(ColumnChange change) {
        count++;
        sizes.merge(kind(change), size(change), Math::min);
    }

    /** How often the database has refused. */
    int count() {
        return count;
    }

    /** Those that are not refused; of a refused one that has two parts, the parts. */
    List<ColumnChange> others(List<ColumnChange> changes) {
        return changes.stream()
                .flatMap(change -> isRefused(change) ? parts(change) : Stream.of(change))
                .toList();
    }

    boolean isRefused(ColumnChange change) {
        Integer least = sizes.get(kind(change));
        return least != null && size(change) >= least;
    }

    private Stream<ColumnChange> parts(ColumnChange change) {
        return change.type() == null || !change.dropNotNull()
                ? Stream.empty()
                : Stream.of(
                                new ColumnChange(change.column(), change.type(), false),
                                new ColumnChange(change.column(), null, true))
                        .filter(part -> !isRefused(part));
    }

    private static Kind kind(ColumnChange change) {
        Matcher type = matched(change);
        return new Kind(change.column(), type.group(1), change.dropNotNull());
    }

    private static int size(ColumnChange change) {
        String size = matched(change).group(2);
        return size == null ? 0 : Integer.parseInt(size);
    }

    private static Matcher matched(ColumnChange change) {
        Matcher type = TYPE.matcher(change.type() == null ? "" : change.type());
        if (!type.matches()) {
            throw new IllegalStateException("no type: " + change.type());
        }
        return type;
    }
}
