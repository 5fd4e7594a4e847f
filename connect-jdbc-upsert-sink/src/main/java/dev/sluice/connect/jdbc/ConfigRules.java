// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import static dev.sluice.connect.jdbc.FieldKeys.PK_FIELDS;
import static dev.sluice.connect.jdbc.FieldKeys.PK_MODE;
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
                    DELETE_ENABLED,
                    PK_MODE,
                    values -> values.get(DELETE_ENABLED) && values.get(PK_MODE) != PrimaryKeyMode.RECORD_KEY,
                    "delete.enabled=true needs pk.mode=record_key: a record without a value has only its key to say which row"
                            + " is meant"),
            new Rule(
                    PK_MODE,
                    INSERT_MODE,
                    values ->
                            values.get(INSERT_MODE) != InsertMode.INSERT && values.get(PK_MODE) == PrimaryKeyMode.NONE,
                    "insert.mode=upsert and update need a key to find the row by: set pk.mode to record_key, record_value or"
                            + " kafka"),
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
