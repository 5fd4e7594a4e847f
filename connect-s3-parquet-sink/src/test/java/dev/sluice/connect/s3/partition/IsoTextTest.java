// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.joda.time.format.DateTimeFormatter;
import org.joda.time.format.ISODateTimeFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The incumbent reads timestamp fields with Joda-Time's parser, so this one must take whatever that takes. */
class IsoTextTest {
    private static final DateTimeFormatter JODA =
            ISODateTimeFormat.dateTimeParser().withZoneUTC();

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T05:06:07.123Z, 2026-11-20T05:06:07.123Z",
        "2026-11-20T05:06:07.123456789Z, 2026-11-20T05:06:07.123Z",
        "'2026-11-20T05:06:07,5', 2026-11-20T05:06:07.500Z",
        "2026-11-20T05:06:07+0000, 2026-11-20T05:06:07Z",
        "2026-11-20T05:06:07+05:45, 2026-11-19T23:21:07Z",
        "2026-11-20T05:06:07-02, 2026-11-20T07:06:07Z",
        "2026-11-20T05, 2026-11-20T05:00:00Z",
        "2026-11-20T05.5, 2026-11-20T05:30:00Z",
        "2026-11-20T05:06.25, 2026-11-20T05:06:15Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "2026-11, 2026-11-01T00:00:00Z",
        "2026-324, 2026-11-20T00:00:00Z",
        "2026-W47-5, 2026-11-20T00:00:00Z",
        "2026-W01, 2025-12-29T00:00:00Z",
        "T05:06, 1970-01-01T05:06:00Z",
        "-0044-03-15T12:00, -0044-03-15T12:00:00Z"
    })
    void everyFormIsRead(String text, Instant expected) {
        assertThat(Instant.ofEpochMilli(IsoText.toEpochMillis(text))).isEqualTo(expected);
        assertThat(Instant.ofEpochMilli(JODA.parseMillis(text))).as("Joda").isEqualTo(expected);
    }

    @Test
    void aSpaceDoesAsWellAsTheT() {
        assertThat(IsoText.toEpochMillis("2026-11-20 05:06:07.123+01:00"))
                .isEqualTo(IsoText.toEpochMillis("2026-11-20T05:06:07.123+01:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-13-01",
                "2026-02-30",
                "2026-366",
                "2026-W54",
                "2026-11-20T24:00",
                "2026-11-20T05:60",
                "2026-11-20T05:06:07+24:00",
                "2026-11-20T05:06:07 UTC",
                "2026-11-20x"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> IsoText.toEpochMillis(text));
    }

    @Property(tries = 5000, seed = "1")
    void whatJodaTakesIsTakenForTheSameTime(@ForAll Random random) {
        String text = text(random);
        long joda;
        try {
            joda = JODA.parseMillis(text);
        } catch (IllegalArgumentException e) {
            return;
        }

        assertThat(IsoText.toEpochMillis(text)).as(text).isEqualTo(joda);
    }

    /** Mostly well formed. */
    private static String text(Random random) {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%04d", 1583 + random.nextInt(1000)));
        switch (random.nextInt(6)) {
            case 0 -> out.append(String.format(Locale.ROOT, "-%03d", 1 + random.nextInt(370)));
            case 1 -> out.append(String.format(Locale.ROOT, "-W%02d", 1 + random.nextInt(53)));
            case 2 ->
                out.append(String.format(Locale.ROOT, "-W%02d-%d", 1 + random.nextInt(53), 1 + random.nextInt(7)));
            case 3 -> out.append(String.format(Locale.ROOT, "-%02d", 1 + random.nextInt(12)));
            default -> out.append(String.format(Locale.ROOT, "-%d-%d", 1 + random.nextInt(12), 1 + random.nextInt(29)));
        }
        if (random.nextInt(5) > 0) {
            out.append('T');
            int parts = random.nextInt(4);
            if (parts > 0) {
                out.append(String.format(Locale.ROOT, "%02d", random.nextInt(24)));
            }
            if (parts > 1) {
                out.append(String.format(Locale.ROOT, ":%02d", random.nextInt(60)));
            }
            if (parts > 2) {
                out.append(String.format(Locale.ROOT, ":%02d", random.nextInt(60)));
            }
            if (random.nextBoolean()) {
                out.append(random.nextBoolean() ? '.' : ',');
                for (int digits = 1 + random.nextInt(12); digits > 0; digits--) {
                    out.append((char) ('0' + random.nextInt(10)));
                }
            }
            switch (random.nextInt(6)) {
                case 0 -> out.append('Z');
                case 1 -> out.append(String.format(Locale.ROOT, "+%02d", random.nextInt(24)));
                case 2 -> out.append(String.format(Locale.ROOT, "-%02d%02d", random.nextInt(24), random.nextInt(60)));
                case 3 -> out.append(String.format(Locale.ROOT, "+%02d:%02d", random.nextInt(24), random.nextInt(60)));
                case 4 -> out.append(String.format(Locale.ROOT, "-%02d:%02d:%02d", random.nextInt(24), 30, 15));
                default -> out.append("");
            }
        }
        return out.toString();
    }
}
