// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.FieldKeys.PK_FIELDS;
import static dev.sluice.connect.jdbc.FieldKeys.PK_MODE;
import static dev.sluice.connect.jdbc.FieldKeys.UPSERT_GUARD_FIELD;
import static dev.sluice.connect.jdbc.WriteKeys.DELETE_ENABLED;
import static dev.sluice.connect.jdbc.WriteKeys.INSERT_MODE;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.jdbc.change.InsertMode;
import dev.sluice.connect.jdbc.change.PrimaryKeyMode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Combinations of values that cannot work, though each value is a good one. */
final class ConfigRules {
    private static final List<Rule> RULES = List.of(
            new Rule(
                    ConnectionKeys.CONNECTION_URL,
                    ConnectionKeys.DIALECT_NAME,
                    ConnectionKeys::isOfNoKind,
                    ConnectionKeys.UNKNOWN_DATABASE),
            new Rule(
                    DELETE_ENABLED,
                    PK_MODE,
                    values -> values.get(DELETE_ENABLED)
                            && (values.get(PK_MODE) == PrimaryKeyMode.NONE
                                    || values.get(PK_MODE) == PrimaryKeyMode.KAFKA),
                    "delete.enabled=true needs pk.mode=record_key, record_header or record_value: a record has to say which row"
                            + " is meant"),
            new Rule(
                    PK_FIELDS,
                    PK_MODE,
                    values -> values.get(PK_MODE) == PrimaryKeyMode.RECORD_HEADER
                            && values.get(PK_FIELDS).isEmpty(),
                    "pk.mode=record_header needs the names of the headers in pk.fields"),
            new Rule(
                    UPSERT_GUARD_FIELD,
                    INSERT_MODE,
                    values -> !values.get(UPSERT_GUARD_FIELD).isEmpty()
                            && values.get(INSERT_MODE) != InsertMode.UPSERT
                            && values.get(INSERT_MODE) != InsertMode.UPDATE,
                    "upsert.guard.field keeps rows from being overwritten, and only insert.mode=upsert and update overwrite"),
            new Rule(
                    PK_MODE,
                    INSERT_MODE,
                    values -> values.get(INSERT_MODE).reduces() && values.get(PK_MODE) == PrimaryKeyMode.NONE,
                    "insert.mode=upsert and update need a key to find the row by: set pk.mode to record_key, record_value, record_header or"
                            + " kafka"),
            new Rule(
                    TableKeys.TABLE_NAME_REPLACEMENT,
                    TableKeys.TABLE_NAME_REGEX,
                    TableKeys::isReplacementUnfit,
                    "table.name.replacement names a group that table.name.regex does not have, or ends with a backslash or a"
                            + " dollar sign"),
            new Rule(
                    PK_FIELDS,
                    PK_MODE,
                    values -> values.get(PK_MODE) == PrimaryKeyMode.KAFKA
                            && !values.get(PK_FIELDS).isEmpty()
                            && values.get(PK_FIELDS).size() != 3,
                    "pk.mode=kafka needs three names in pk.fields, for topic, partition and offset, or none for the default"
                            + " names"));

    private ConfigRules() {}

    /** @param faulty the keys whose own value is wrong already; rules about them are not applied */
    static List<Finding> problems(ConfigValues values, Set<String> faulty) {
        return RULES.stream()
                .filter(rule -> !faulty.contains(rule.key.name()) && !faulty.contains(rule.other.name()))
                .filter(rule -> rule.broken.test(values))
                .map(rule -> new Finding(rule.key.name(), rule.message))
                .toList();
    }

    /** @param key the one the problem is shown on */
    private record Rule(ConfigKey<?> key, ConfigKey<?> other, Predicate<ConfigValues> broken, String message) {}
}
