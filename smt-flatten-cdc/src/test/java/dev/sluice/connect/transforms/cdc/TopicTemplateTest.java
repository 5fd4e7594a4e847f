// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {
    @Test
    void textAndReferencesTakeTurns() {
        assertThat(TopicTemplate.parse("a.${topic}${source.db}$b").parts())
                .containsExactly(
                        new TopicTemplate.Part("a.", false),
                        new TopicTemplate.Part("topic", true),
                        new TopicTemplate.Part("source.db", true),
                        new TopicTemplate.Part("$b", false));
        assertThat(TopicTemplate.parse("").parts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "a${topic", "${a..b}", "${.a}", "x${ }"})
    void aPlaceWithoutANameIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicTemplate.parse(text))
                .withMessageContaining(text);
    }
}
