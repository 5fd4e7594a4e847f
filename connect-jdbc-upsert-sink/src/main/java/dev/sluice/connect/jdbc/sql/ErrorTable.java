// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Errors by the numbers that a vendor gives them, and by the class of their SQLSTATE where no number is listed.
 *
 * <p>A number says more than the state: most drivers sort by the standard's few classes, and not always well.
 */
final class ErrorTable implements Errors {
    private static final String UNLISTED = "see the database's manual for the error, or the trigger that raises it";

    private final Map<Integer, Entry> byCode;
    private final Set<Integer> alreadyThere;
    private final Set<Integer> locked;

    private record Entry(FailureKind kind, String meaning) {}

    private ErrorTable(Map<Integer, Entry> byCode, Set<Integer> alreadyThere, Set<Integer> locked) {
        this.byCode = byCode;
        this.alreadyThere = alreadyThere;
        this.locked = locked;
    }

    static Builder builder() {
        return new Builder();
    }

    @Override
    public FailureKind classify(DatabaseError error) {
        Entry listed = byCode.get(error.vendorCode());
        return listed == null ? byState(error) : listed.kind;
    }

    private static FailureKind byState(DatabaseError error) {
        return switch (error.stateClass()) {
            case "08", "40", "53", "57", "58" -> FailureKind.TRANSIENT;
            // HYT00 and HYT01: time is up.
            case "HY" ->
                String.valueOf(error.sqlState()).startsWith("HYT") ? FailureKind.TRANSIENT : FailureKind.UNKNOWN;
            case "21", "22", "23", "44" -> FailureKind.DATA;
            case "42", "3F" -> FailureKind.STRUCTURE;
            case "0A", "0L", "24", "25", "28", "2D", "3D" -> FailureKind.PERMANENT;
            // The driver's own complaint about how it is used.
            case "" -> error.vendorCode() == 0 ? FailureKind.PERMANENT : FailureKind.UNKNOWN;
            default -> FailureKind.UNKNOWN;
        };
    }

    @Override
    public boolean isAlreadyThere(DatabaseError error) {
        return alreadyThere.contains(error.vendorCode());
    }

    @Override
    public boolean isLocked(DatabaseError error) {
        return locked.contains(error.vendorCode());
    }

    @Override
    public String meaning(DatabaseError error) {
        Entry listed = byCode.get(error.vendorCode());
        if (listed != null) {
            return listed.meaning;
        }
        return switch (error.stateClass()) {
            case "22" -> "a value does not fit its column. Correct the source or the column's type";
            case "23" -> "a constraint refuses the row";
            case "28" ->
                "the database refuses the user or the password. Correct connection.user and connection.password";
            case "42" -> "a table or column is not what the sink took it for, or the user lacks a privilege";
            default -> UNLISTED;
        };
    }

    static final class Builder {
        private final Map<Integer, Entry> byCode = new HashMap<>();
        private final Set<Integer> alreadyThere = new HashSet<>();
        private final Set<Integer> locked = new HashSet<>();

        private Builder() {}

        Builder add(FailureKind kind, String meaning, int... codes) {
            for (int code : codes) {
                byCode.put(code, new Entry(kind, meaning));
            }
            return this;
        }

        /** Numbers for a table or a column that exists; what they mean otherwise is said by {@link #add}. */
        Builder alreadyThere(int... codes) {
            for (int code : codes) {
                alreadyThere.add(code);
            }
            return this;
        }

        /** Numbers for a lock that was waited for in vain. */
        Builder locked(int... codes) {
            for (int code : codes) {
                locked.add(code);
            }
            return this;
        }

        ErrorTable build() {
            return new ErrorTable(Map.copyOf(byCode), Set.copyOf(alreadyThere), Set.copyOf(locked));
        }
    }
}
