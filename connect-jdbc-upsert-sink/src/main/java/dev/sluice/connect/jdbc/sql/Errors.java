// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

/** What the errors of one kind of database ask for. */
public interface Errors {

    FailureKind classify(DatabaseError error);

    /** True where a statement that makes a table or column failed because another task has just made it. */
    boolean isAlreadyThere(DatabaseError error);

    /** True where a statement waited too long for a lock that somebody else has. */
    boolean isLocked(DatabaseError error);

    /** What the error means and what helps, without the values that the server's own message quotes. */
    String meaning(DatabaseError error);
}
