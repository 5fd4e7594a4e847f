// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.connect.errors.DataException;

/** Names as Avro allows them. */
final class AvroNames {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9_.]");
    private static final Pattern BEGINS_WRONG = Pattern.compile("(^|\\.)(?=[0-9.]|$)");

    /** Without their namespaces: a name that has none is in the namespace of the type around it. */
    private final Set<String> taken = new HashSet<>();

    /** A type's name that no other type of the file has. What Avro does not allow in it becomes an underscore. */
    String unique(String name) {
        String allowed =
                BEGINS_WRONG.matcher(FORBIDDEN.matcher(name).replaceAll("_")).replaceAll("$1_");
        String free = allowed;
        for (int number = 2; !taken.add(free.substring(free.lastIndexOf('.') + 1)); number++) {
            free = allowed + "_" + number;
        }
        return free;
    }

    /** A field's name as it is: readers look it up. */
    static String field(String name, String where) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new DataException(
                    where + "'" + name + "' cannot be the name of a field in Avro, which takes letters, digits"
                            + " and underscores, and no digit first. Rename it with the transform ReplaceField");
        }
        return name;
    }
}
