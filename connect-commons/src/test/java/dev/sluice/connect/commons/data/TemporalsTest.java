// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class TemporalsTest {
    @Test
    void datesBeforeTheEpochCountDown() {
        assertThat(Temporals.epochDay(SemanticType.CONNECT_DATE, new Date(-86_400_000L)))
                .isEqualTo(-1);
        assertThat(Temporals.epochDay(SemanticType.DATE, -1)).isEqualTo(-1);
        assertThat(Temporals.epochDay(SemanticType.ISO_DATE, "1969-12-31")).isEqualTo(-1);
        assertThat(Temporals.epochDay(SemanticType.ISO_DATE, "2026-11-20Z"))
                .isEqualTo(LocalDate.of(2026, 11, 20).toEpochDay());
    }

    @Test
    void timesKeepTheirNanoseconds() {
        assertThat(Temporals.nanoOfDay(SemanticType.TIME_MICROS, 1L)).isEqualTo(1_000L);
        assertThat(Temporals.nanoOfDay(SemanticType.TIME_NANOS, 1L)).isEqualTo(1L);
        assertThat(Temporals.nanoOfDay(SemanticType.ISO_TIME, "00:00:01.000000001"))
                .isEqualTo(1_000_000_001L);
        assertThat(Temporals.nanoOfDay(SemanticType.ZONED_TIME, "01:00:00+01:00"))
                .isZero();
    }

    @Test
    void timestampsOfEveryUnitMeetInMicroseconds() {
        long micros = 1_794_000_000_123_456L;

        assertThat(Temporals.epochMicros(SemanticType.LOCAL_TIMESTAMP_MICROS, micros))
                .isEqualTo(micros);
        assertThat(Temporals.epochMicros(SemanticType.LOCAL_TIMESTAMP_NANOS, micros * 1_000 + 999))
                .isEqualTo(micros);
        assertThat(Temporals.epochMicros(SemanticType.LOCAL_TIMESTAMP_MILLIS, micros / 1_000))
                .isEqualTo(micros - 456);
        assertThat(Temporals.epochMicros(SemanticType.CONNECT_TIMESTAMP, new Date(micros / 1_000)))
                .isEqualTo(micros - 456);
        assertThat(Temporals.epochMicros(
                        SemanticType.ZONED_TIMESTAMP, Temporals.ofMicros(micros).toString()))
                .isEqualTo(micros);
    }

    @Test
    void nanosecondsBeforeTheEpochRoundDownAndNotTowardsIt() {
        assertThat(Temporals.epochMicros(SemanticType.LOCAL_TIMESTAMP_NANOS, -1L))
                .isEqualTo(-1L);
        assertThat(Temporals.ofMicros(-1)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void aTextThatCannotBeReadIsADataErrorWithoutTheValue() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Temporals.epochMicros(SemanticType.ZONED_TIMESTAMP, "secret"))
                .withMessageContaining("ZONED_TIMESTAMP")
                .withMessageNotContaining("secret");
    }

    @Test
    void aTimestampBeyondTheRangeIsADataError() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Temporals.epochMicros(SemanticType.LOCAL_TIMESTAMP_MILLIS, Long.MAX_VALUE));
    }

    @Test
    void aNumberIsNotADate() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Temporals.epochDay(SemanticType.INT32, 1))
                .withMessage("INT32 is not a date");
    }
}
