// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
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
    void theInfinitiesAreKnownInEachFormInWhichDebeziumSendsThem() {
        for (Object infinity : List.of("infinity", "+292278994-08-16T23:00:00Z", "+292278994-08-17T07:00:00Z")) {
            assertThat(Temporals.infinity(SemanticType.ZONED_TIMESTAMP, infinity))
                    .isEqualTo(1);
            assertThat(Temporals.epochMicros(SemanticType.ZONED_TIMESTAMP, infinity))
                    .isEqualTo(Temporals.INFINITY);
        }
        for (Object infinity : List.of("-infinity", "-292275055-05-16T23:00:00Z")) {
            assertThat(Temporals.infinity(SemanticType.ZONED_TIMESTAMP, infinity))
                    .isEqualTo(-1);
            assertThat(Temporals.epochMicros(SemanticType.ZONED_TIMESTAMP, infinity))
                    .isEqualTo(Temporals.MINUS_INFINITY);
        }
        assertThat(Temporals.instant(SemanticType.ZONED_TIMESTAMP, "-infinity"))
                .isEqualTo(Instant.ofEpochMilli(Temporals.MINUS_INFINITY));
        assertThat(Temporals.infinity(SemanticType.LOCAL_TIMESTAMP_MICROS, 9_223_372_036_825_200_000L))
                .isEqualTo(1);
        assertThat(Temporals.infinity(SemanticType.LOCAL_TIMESTAMP_MILLIS, -9_223_372_036_832_400L))
                .isEqualTo(-1);
        assertThat(Temporals.infinity(SemanticType.CONNECT_TIMESTAMP, new Date(9_223_372_036_825_200L)))
                .isEqualTo(1);
        assertThat(Temporals.infinity(SemanticType.DATE, -2_147_472_692)).isEqualTo(1);
        assertThat(Temporals.infinity(SemanticType.DATE, -2_147_472_691)).isEqualTo(-1);
    }

    @Test
    void anythingElseIsFinite() {
        assertThat(Temporals.infinity(SemanticType.ZONED_TIMESTAMP, "9999-12-31T23:59:59Z"))
                .isZero();
        assertThat(Temporals.infinity(SemanticType.LOCAL_TIMESTAMP_MICROS, 0L)).isZero();
        assertThat(Temporals.infinity(SemanticType.DATE, 20_412)).isZero();
        assertThat(Temporals.infinity(SemanticType.TIME_MICROS, 0L)).isZero();
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
