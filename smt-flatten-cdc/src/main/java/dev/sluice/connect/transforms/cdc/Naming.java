// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;

/**
 * How columns are called.
 *
 * @param delimiter what joins the names on the way to a nested value
 */
public record Naming(String delimiter, NameCase letters, NameRule rule, Collision collision) {
    /** The name of a column of the source's row, of which the parts were joined. */
    String column(String joined) {
        return rule.apply(letters.apply(joined));
    }

    /** The next free name where the one that was wanted is taken. */
    static String suffixed(String name, Set<String> taken) {
        int number = 2;
        while (taken.contains(name + "_" + number)) {
            number++;
        }
        return name + "_" + number;
    }

    /**
     * The names that values get in the order in which they are added; an empty one where a value is left out.
     *
     * @param wanted what they would be called
     * @param origins what they are, for messages
     * @param remedy what else than another delimiter and {@code on.name.collision} would help; may be empty
     * @throws DataException if two want one name and neither may get another
     */
    List<String> resolve(List<String> wanted, List<String> origins, String remedy) {
        String[] names = wanted.toArray(String[]::new);
        // A suffixed name must not take one that a later value has by right.
        Set<String> taken = new HashSet<>(wanted);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.length; i++) {
            String name = names[i];
            if (seen.add(name)) {
                continue;
            }
            switch (collision) {
                case FAIL ->
                    throw new DataException("two values would become the field '" + name + "': "
                            + origins.get(wanted.indexOf(name)) + " and " + origins.get(i)
                            + ". Choose another delimiter" + remedy + ", or an answer in on.name.collision");
                case SUFFIX -> {
                    names[i] = suffixed(name, taken);
                    taken.add(names[i]);
                }
                case FIRST -> names[i] = "";
                case LAST -> {
                    for (int j = 0; j < i; j++) {
                        names[j] = names[j].equals(name) ? "" : names[j];
                    }
                }
            }
        }
        return List.of(names);
    }
}
