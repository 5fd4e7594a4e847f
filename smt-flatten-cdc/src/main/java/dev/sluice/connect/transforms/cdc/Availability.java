// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import dev.sluice.connect.commons.data.UnavailableValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Tells whether the source sent the value of one column, or a placeholder for it. */
final class Availability {
    /** That of a column in which there can be no placeholder. */
    static final Availability ALWAYS = new Availability(value -> false, List.of());

    private final Predicate<Object> isPlaceholder;
    private final List<Around> arrays;

    private Availability(Predicate<Object> isPlaceholder, List<Around> arrays) {
        this.isPlaceholder = isPlaceholder;
        this.arrays = arrays;
    }

    /** An array of which the column is an element: the placeholder stands for all elements. */
    private record Around(SourcePath path, Predicate<Object> isPlaceholder) {}

    /** @param source the schema of the value at the end of the path */
    static Availability of(List<Step> path, Schema source, UnavailableValue unavailable) {
        List<Around> arrays = new ArrayList<>();
        for (int i = 1; i < path.size(); i++) {
            if (path.get(i) instanceof Step.Element && path.get(i - 1) instanceof Step.Member array) {
                SourcePath toArray = SourcePath.keepingNulls(path.subList(0, i));
                unavailable.testFor(array.field().schema()).ifPresent(test -> arrays.add(new Around(toArray, test)));
            }
        }
        Optional<Predicate<Object>> test = unavailable.testFor(source);
        return test.isEmpty() && arrays.isEmpty()
                ? ALWAYS
                : new Availability(test.orElse(ALWAYS.isPlaceholder), List.copyOf(arrays));
    }

    static DataException refused() {
        return new DataException(
                "the source did not send the value. Set unavailable.value.mode to keep, before or null, or let"
                        + " the source send whole rows (REPLICA IDENTITY FULL)");
    }

    boolean isMissing(@Nullable Object value, Struct image) {
        if (value != null && isPlaceholder.test(value)) {
            return true;
        }
        // Without an iterator for every column of every row.
        for (int i = 0; i < arrays.size(); i++) {
            Around array = arrays.get(i);
            Object list = array.path().read(image);
            if (list != null && array.isPlaceholder().test(list)) {
                return true;
            }
        }
        return false;
    }
}
