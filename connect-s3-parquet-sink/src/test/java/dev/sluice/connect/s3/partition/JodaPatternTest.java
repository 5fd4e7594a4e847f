// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.config.ConfigException;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JodaPatternTest {
    private static final List<Locale> LOCALES = List.of(
            Locale.ENGLISH,
            Locale.US,
            Locale.GERMANY,
            Locale.FRANCE,
            Locale.JAPAN,
            new Locale("es"),
            new Locale("pt", "BR"),
            new Locale("pl"),
            new Locale("ru"),
            new Locale("tr"),
            new Locale("nb"));
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "America/Los_Angeles",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "America/St_Johns",
            "Pacific/Apia",
            "+02:00");

    @Property(tries = 3000, seed = "1")
    void everyPatternPrintsWhatJodaPrints(
            @ForAll("patterns") String pattern,
            @ForAll("locales") Locale locale,
            @ForAll("zones") String zone,
            @ForAll("millis") long millis) {
        String joda = DateTimeFormat.forPattern(pattern)
                .withLocale(locale)
                .print(new DateTime(millis, DateTimeZone.forID(zone)));

        assertThat(print(pattern, locale, zone, millis))
                .as("%s in %s, %s, at %d", pattern, locale, zone, millis)
                .isEqualTo(joda);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'year'=YYYY/'month'=MM/'day'=dd/'hour'=HH",
                "yyyy-MM-dd'T'HH:mm:ss.SSSZZ",
                "'dt='YYYY''MM''dd",
                "xxxx-'W'ww-e",
                "YY/M/d",
                "xx",
                "G CC EEEE, d. MMMM YYYY h:mm a K k D",
                "'it''s' ZZZ",
                "YYYY/MM/dd/",
                "z zzzz",
                "'unclosed"
            })
    void patternsOfTheWildPrintWhatJodaPrints(String pattern) {
        for (long millis : List.of(0L, 1_767_225_599_999L, 1_795_000_000_123L, -62_200_000_000_000L)) {
            String joda = DateTimeFormat.forPattern(pattern)
                    .withLocale(Locale.US)
                    .print(new DateTime(millis, DateTimeZone.forID("America/Los_Angeles")));

            assertThat(print(pattern, Locale.US, "America/Los_Angeles", millis))
                    .as("%s at %d", pattern, millis)
                    .isEqualTo(joda);
        }
    }

    @Test
    void theLastDaysOfDecemberStayInTheirYear() {
        long lastOfDecember = LocalDate.of(2025, 12, 31)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();

        assertThat(print("YYYY", Locale.US, "UTC", lastOfDecember)).isEqualTo("2025");
        assertThat(print("xxxx", Locale.US, "UTC", lastOfDecember)).isEqualTo("2026");
    }

    @Test
    void aLetterWithoutMeaningIsNamed() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JodaPattern.compile("YYYY/LL", Locale.US))
                .withMessageContaining("path.format")
                .withMessageContaining("'L' is not a letter of Joda-Time's patterns");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JodaPattern.compile("YYYY/AA", Locale.US))
                .withMessageContaining("'A' is not a letter of Joda-Time's patterns");
    }

    private static String print(String pattern, Locale locale, String zone, long millis) {
        return JodaPattern.compile(pattern, locale)
                .format(Instant.ofEpochMilli(millis).atZone(ZoneId.of(zone)));
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> letters = Combinators.combine(
                        Arbitraries.of(
                                "C", "Y", "x", "w", "e", "E", "y", "D", "M", "d", "a", "K", "h", "H", "k", "m", "s",
                                "Z"),
                        Arbitraries.integers().between(1, 5))
                .as(String::repeat);
        Arbitrary<String> fractions = Arbitraries.integers().between(1, 9).map(digits -> "S".repeat(digits) + ".");
        Arbitrary<String> literals =
                Arbitraries.of("/", "-", ".", "=", "''", "'T'", "'it''s'", "'year'=", " ", "_", "0");
        return Arbitraries.frequencyOf(Tuple.of(6, letters), Tuple.of(1, fractions), Tuple.of(3, literals))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<Locale> locales() {
        return Arbitraries.of(LOCALES);
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(ZONES);
    }

    /** From 1900 to 2200. Before, zones had local mean times, which the two libraries cut differently. */
    @Provide
    Arbitrary<Long> millis() {
        return Arbitraries.longs().between(-2_208_988_800_000L, 7_258_118_400_000L);
    }
}
