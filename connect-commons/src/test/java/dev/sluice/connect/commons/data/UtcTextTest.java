// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class UtcTextTest {
    private static final String LETTERS = "0123456789-:.TZ+ x";

    @Test
    void theUsualFormIsReadWithEveryNumberOfDigits() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String text = usual(random);

            assertThat(UtcText.instant(text))
                    .as(text)
                    .isEqualTo(OffsetDateTime.parse(text).toInstant());
        }
    }

    /** The reader of one form must not take what only looks like it. */
    @Test
    void aTextIsReadAsJavaTimeReadsItWhateverItsForm() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(usual(random));
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            requireAsJavaTime(text.toString());
        }
    }

    @Test
    void daysAndTimesThatDoNotExistAreNotRead() {
        requireAsJavaTime("2026-02-29T08:15:30Z");
        requireAsJavaTime("2024-02-29T08:15:30Z");
        requireAsJavaTime("2026-11-20T24:00:00Z");
        requireAsJavaTime("2026-11-20T08:60:00Z");
        requireAsJavaTime("2026-11-20T08:15:60Z");
        requireAsJavaTime("2026-11-20T08:15:30.Z");
        requireAsJavaTime("2026-11-20T08:15:30.1234567890Z");
        requireAsJavaTime("");
    }

    private static void requireAsJavaTime(String text) {
        Instant expected;
        try {
            expected = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            assertThatExceptionOfType(DataException.class)
                    .as(text)
                    .isThrownBy(() -> Temporals.instant(SemanticType.ZONED_TIMESTAMP, text));
            return;
        }
        assertThat(Temporals.instant(SemanticType.ZONED_TIMESTAMP, text))
                .as(text)
                .isEqualTo(expected);
    }

    private static String usual(Random random) {
        StringBuilder text = new StringBuilder(String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d",
                random.nextInt(10_000),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60)));
        int digits = random.nextInt(10);
        if (digits > 0) {
            text.append('.');
        }
        for (int i = 0; i < digits; i++) {
            text.append(random.nextInt(10));
        }
        return text.append('Z').toString();
    }
}
