// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the database's catalogue.
 *
 * @param parameters texts in the order of the question marks
 */
public record Query(String text, List<@Nullable String> parameters) {
    static Query of(String text, @Nullable String... parameters) {
        return new Query(text, Collections.unmodifiableList(Arrays.asList(parameters)));
    }
}
