// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** What PostgreSQL's SQLSTATEs ask for. The states are those of the appendix "Error Codes" of its manual. */
final class PostgresFailures implements Errors {
    @Override
    public FailureKind classify(DatabaseError error) {
        String sqlState = error.sqlState();
        if (sqlState == null || sqlState.length() != 5) {
            return FailureKind.PERMANENT;
        }
        return switch (sqlState) {
            // The type of the value and that of the column do not go together: a matter of the record's schema.
            case "42804", "42846" -> FailureKind.DATA;
            // A row written twice by one statement: the order of arrival parts the two.
            case "21000" -> FailureKind.DATA;
            // A check option of a view, and a value for a generated column.
            case "44000", "428C9" -> FailureKind.DATA;
            // Lock not available, object in use, query cancelled by a timeout, connected to a standby after a failover.
            case "55P03", "55006", "57014", "25006", "25P03" -> FailureKind.TRANSIENT;
            // No such schema.
            case "3F000" -> FailureKind.STRUCTURE;
            default -> byClass(sqlState);
        };
    }

    private static FailureKind byClass(String sqlState) {
        if (sqlState.startsWith("57P0")) {
            return FailureKind.TRANSIENT;
        }
        return switch (sqlState.substring(0, 2)) {
            case "08", "40", "53", "58" -> FailureKind.TRANSIENT;
            // 54: a limit, such as the size of a value that is in an index. P0: an exception that a trigger raises.
            case "22", "23", "54", "P0" -> FailureKind.DATA;
            case "42" -> FailureKind.STRUCTURE;
            // Protocol, state of the transaction, privileges, names that do not exist, configuration, damage.
            case "03", "0B", "0L", "0P", "24", "25", "26", "28", "2D", "34", "3B", "3D", "3F", "55", "57", "F0", "XX" ->
                FailureKind.PERMANENT;
            default -> FailureKind.UNKNOWN;
        };
    }

    /** Two CREATE TABLE at once meet at a unique index of the catalogue, hence 23505. */
    @Override
    public boolean isAlreadyThere(DatabaseError error) {
        String sqlState = error.sqlState();
        return sqlState != null
                && switch (sqlState) {
                    case "42P07", "42701", "42710", "23505" -> true;
                    default -> false;
                };
    }

    @Override
    public boolean isLocked(DatabaseError error) {
        return "55P03".equals(error.sqlState());
    }

    @Override
    public String meaning(DatabaseError error) {
        String sqlState = error.sqlState();
        if (sqlState == null) {
            return "the driver gives no reason";
        }
        return switch (sqlState) {
            case "22001" -> "a text or bit string is longer than the column. Widen the column";
            case "22003" -> "a number does not fit the column. Widen the column";
            case "22007", "22008" -> "a date, time or interval is outside of what the column holds";
            case "22021", "22P05" -> "a text holds a character, such as NUL, that PostgreSQL cannot store";
            case "22P02", "22P03" ->
                "a value is not in the form that the column's type asks for. Correct the source or the column's type";
            case "23502" -> "a column that is NOT NULL gets no value. Drop NOT NULL or give the column a default";
            case "23503" ->
                "a foreign key points to no row. Write both tables with one connector, or drop the constraint";
            case "23505" ->
                "a unique index holds the value already. If it is the key's, write with insert.mode=upsert; another one"
                        + " must not be stricter than the source's";
            case "23514" -> "a check constraint refuses the row";
            case "28000", "28P01" ->
                "the database refuses the user or the password. Correct connection.user and connection.password";
            case "3D000" -> "there is no such database. Correct connection.url";
            case "3F000" -> "there is no such schema. Create it, or correct table.name.format";
            case "42501" -> "the user lacks a privilege. Grant it";
            case "42703" -> "there is no such column";
            case "42704" -> "there is no such type. Install the extension that brings it, or make the column by hand";
            case "42804", "42846" -> "the field's type cannot become the column's. Correct the column's type";
            case "42P01" -> "there is no such table";
            case "428C9" -> "a generated column cannot be given a value. Leave the field out with fields.whitelist";
            case "54000" -> "a value is too large, for example for an index on its column";
            case "P0001" -> "a trigger or function refuses the row";
            case "42P10" -> "no unique index is on exactly the key columns. Create one, or correct pk.fields";
            default ->
                "see the appendix on error codes in PostgreSQL's manual, or the trigger or function that raises it";
        };
    }
}
