// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What happened at the source, as the envelope's field {@code op} says it. */
enum Operation {
    CREATE("c"),
    READ("r"),
    UPDATE("u"),
    DELETE("d"),
    TRUNCATE("t"),
    MESSAGE("m");

    private static final Map<Object, Operation> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operation::code, operation -> operation));

    private final String code;

    Operation(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    static Operation of(@Nullable Object code) {
        Operation operation = code == null ? null : BY_CODE.get(code);
        if (operation == null) {
            throw new DataException(
                    "field 'op' is none of c, r, u, d, t, m: the record is not a change event that Debezium wrote");
        }
        return operation;
    }
}
