// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
    static Stream<Arguments> notations() {
        return Stream.of(
                Arguments.of("a", List.of("a")),
                Arguments.of("a.b.c", List.of("a", "b", "c")),
                Arguments.of("`a.b`.c", List.of("a.b", "c")),
                Arguments.of("a.`b.c`", List.of("a", "b.c")),
                Arguments.of("a`b.c", List.of("a`b", "c")),
                Arguments.of("`a`b`.c", List.of("a`b", "c")),
                Arguments.of("`a\\`.b`", List.of("a`.b")));
    }

    @ParameterizedTest
    @MethodSource("notations")
    void theNotationIsThatOfKip821(String text, List<String> names) {
        assertThat(FieldPath.parse(text).names()).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "`a", "``", "`a`b"})
    void aPathWithoutANameOrAnEndIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldPath.parse(text));
    }

    @Test
    void itKnowsWhatIsInsideAndAround() {
        FieldPath path = FieldPath.parse("a.b");

        assertThat(path.isOnTheWay(List.of("a", "b"))).isTrue();
        assertThat(path.isOnTheWay(List.of("a", "b", "c"))).isTrue();
        assertThat(path.isOnTheWay(List.of("a"))).isFalse();
        assertThat(path.isInside(List.of("a"))).isTrue();
        assertThat(path.isInside(List.of("a", "b"))).isFalse();
        assertThat(path.isInside(List.of("b"))).isFalse();
    }
}
