// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
    private static final PathText TEXT = new PathText("/", "null");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Kathmandu|f=Kathmandu",
                "København 北京|f=København 北京",
                "a/b|f=a%2Fb",
                "../../etc|f=..%2F..%2Fetc",
                "..|f=..",
                "x=y|f=x%3Dy",
                "50%|f=50%25",
                "2026-11-20T05:06:07Z|f=2026-11-20T05%3A06%3A07Z",
                "trailing |f=trailing%20",
                " |f=%20",
                "null|f=%6Eull",
                "nullable|f=nullable",
                "__EMPTY__|f=%5F_EMPTY__"
            })
    void aValueIsOneLevel(String value, String level) {
        assertThat(TEXT.level("f", true, value)).isEqualTo(level);
    }

    @Test
    void nullAndTheEmptyTextHaveNamesOfTheirOwn() {
        assertThat(TEXT.level("f", true, null)).isEqualTo("f=null");
        assertThat(TEXT.level("f", true, "")).isEqualTo("f=__EMPTY__");
        assertThat(new PathText("/", "__HIVE_DEFAULT_PARTITION__").level("f", true, null))
                .isEqualTo("f=__HIVE_DEFAULT_PARTITION__");
        assertThat(new PathText("/", "__HIVE_DEFAULT_PARTITION__").level("f", true, "__HIVE_DEFAULT_PARTITION__"))
                .isEqualTo("f=%5F_HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void controlCharactersAndWhatXmlOrUtf8CannotHoldAreEncoded() {
        assertThat(TEXT.level("f", true, "a\0b\n\u007f\ufffe\uffff\ud800"))
                .isEqualTo("f=a%00b%0A%7F%uFFFE%uFFFF%uD800");
        assertThat(TEXT.level("f", true, "\uD83D\uDE00")).isEqualTo("f=\uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", ".hidden", "...."})
    void withoutANameALevelDoesNotBeginWithADot(String value) {
        assertThat(TEXT.level("f", false, value)).isEqualTo("%2E" + value.substring(1));
    }

    @Test
    void theDelimiterIsEncodedWhateverItIs() {
        assertThat(new PathText("->", "null").level("f", true, "a-b>c/d")).isEqualTo("f=a%2Db%3Ec%2Fd");
        assertThat(new PathText("ÿĀ", "null").level("f", true, "aÿĀ")).isEqualTo("f=a%FF%u0100");
    }

    @Test
    void whatHiveEncodesIsEncoded() {
        assertThat(TEXT.level("f", true, "\"#%'*/:=?\\{}[]^"))
                .isEqualTo("f=%22%23%25%27%2A%2F%3A%3D%3F%5C%7B%7D%5B%5D%5E");
    }

    @Test
    void whatStandsForNullIsALevelAsItIsAndNoOtherValues() {
        assertThat(Partitioners.isLevel("__HIVE_DEFAULT_PARTITION__", "/")).isTrue();
        assertThat(List.of("", "__EMPTY__", ".null", "a/b", "a:b", "null "))
                .noneMatch(text -> Partitioners.isLevel(text, "/"));
        assertThat(Partitioners.isLevel("a-b", "-")).isFalse();
    }

    @Test
    void aValueThatNoStoreTakesIsBad() {
        assertThat(TEXT.level("f", true, "x".repeat(253))).hasSize(255);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> TEXT.level("f", true, "ü".repeat(127)))
                .withMessageContaining("'f' makes a directory of 256 bytes")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("ü"));
    }

    @Property(tries = 3000, seed = "1")
    void everyTextIsReadBackAsItWas(@ForAll("texts") String text, @ForAll boolean named) {
        String level = TEXT.level("f", named, text);

        assertThat(decoded(named ? level.substring(2) : level)).isEqualTo(text);
    }

    @Property(tries = 3000, seed = "2")
    void noTextLeavesItsLevel(@ForAll("texts") String text, @ForAll boolean named) {
        String level = TEXT.level("f", named, text);

        assertThat(level).isNotEmpty().doesNotContain("/").doesNotContain("\\").isNotIn(".", "..");
        assertThat(level.chars()).noneMatch(Character::isISOControl);
        assertThat(level).doesNotEndWith(" ");
        assertThat(new String(level.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(level);
        assertThat(level).isNotEqualTo(TEXT.level("f", named, null));
    }

    /** The empty text's name and null's apart, this is what Spark does, and %u for what it has no way to write. */
    private static String decoded(String level) {
        if (level.equals(PathText.EMPTY)) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < level.length(); i++) {
            if (level.charAt(i) != '%') {
                out.append(level.charAt(i));
            } else if (level.charAt(i + 1) == 'u') {
                out.append((char) Integer.parseInt(level.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                out.append((char) Integer.parseInt(level.substring(i + 1, i + 3), 16));
                i += 2;
            }
        }
        return out.toString();
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> characters = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.chars().range('a', 'c')),
                Tuple.of(
                        4,
                        Arbitraries.of('/', '\\', '.', '=', '%', ' ', ':', '_', '\0', '\n', '\u007f', 'u', '2', 'F')),
                Tuple.of(1, Arbitraries.of('\ud83d', '\ude00', '\ufffe', '\uffff', 'é', '北')),
                Tuple.of(1, Arbitraries.chars().range('\u0080', '\u2000')));
        return Arbitraries.frequencyOf(
                Tuple.of(9, characters.list().ofMaxSize(12).map(PathTextTest::join)),
                Tuple.of(1, Arbitraries.of("null", "__EMPTY__", "%6Eull", "..", ".", "%2E", "")));
    }

    private static String join(List<Character> characters) {
        StringBuilder out = new StringBuilder();
        characters.forEach(out::append);
        return out.toString();
    }
}
