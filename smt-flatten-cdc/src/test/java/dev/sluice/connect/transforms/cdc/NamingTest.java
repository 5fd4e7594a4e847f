// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {
    private static final List<String> WANTED = List.of("a", "b", "a", "a_2", "a");
    private static final List<String> ORIGINS = List.of("x", "b", "y", "z", "w");

    @ParameterizedTest
    @CsvSource({
        "KEEP,  customerID,   customerID",
        "LOWER, customerID,   customerid",
        "UPPER, customer_id,  CUSTOMER_ID",
        "SNAKE, customerId,   customer_id",
        "SNAKE, CustomerID,   customer_id",
        "SNAKE, HTTPServer2X, http_server2_x",
        "SNAKE, customer_id,  customer_id",
        "CAMEL, customer_id,  customerId",
        "CAMEL, __op_code,    __opCode",
        "CAMEL, customerId,   customerId",
        "CAMEL, a_,           a_"
    })
    void lettersAreWrittenAsTheUserWants(NameCase letters, String name, String expected) {
        assertThat(letters.apply(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, größe.in m, größe.in m",
        "AVRO, größe.in m, gr__e_in_m",
        "AVRO, 2nd,        _2nd",
        "AVRO, Ok_1,       Ok_1",
        "SQL,  Größe-1,    gr__e_1",
        "SQL,  2ND,        _2nd"
    })
    void charactersAreThoseOfTheRule(NameRule rule, String name, String expected) {
        assertThat(rule.apply(name)).isEqualTo(expected);
    }

    @Test
    void namesForSqlAreNoLongerThanPostgresTakes() {
        assertThat(NameRule.SQL.apply("x".repeat(80))).hasSize(63);
    }

    @Test
    void theOneThatCameFirstOrLastIsKept() {
        assertThat(naming(Collision.FIRST).resolve(WANTED, ORIGINS, "")).containsExactly("a", "b", "", "a_2", "");
        assertThat(naming(Collision.LAST).resolve(WANTED, ORIGINS, "")).containsExactly("", "b", "", "a_2", "a");
    }

    @Test
    void aSuffixTakesNoNameThatAnotherHasByRight() {
        assertThat(naming(Collision.SUFFIX).resolve(WANTED, ORIGINS, ""))
                .containsExactly("a", "b", "a_3", "a_2", "a_4");
    }

    @Test
    void bothAreNamedWhereNeitherMayGiveWay() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> naming(Collision.FAIL).resolve(WANTED, ORIGINS, ""))
                .withMessageContaining("'a': x and y");
    }

    private static Naming naming(Collision collision) {
        return new Naming("_", NameCase.KEEP, NameRule.NONE, collision);
    }
}
