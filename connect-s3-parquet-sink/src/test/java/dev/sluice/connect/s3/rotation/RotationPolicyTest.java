// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RotationPolicyTest {
    private static final Instant OPENED = Instant.parse("2026-11-20T05:10:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void aFileIsFullWithItsRecordsOrItsBytes() {
        RotationPolicy policy = policy(3L, null, null, null);

        assertThat(policy.after(new FileProgress(2, 999, 0))).isEmpty();
        assertThat(policy.after(new FileProgress(3, 0, 0))).contains(CloseCause.RECORDS);
        assertThat(policy.after(new FileProgress(1, 1000, 0))).contains(CloseCause.SIZE);
    }

    @Test
    void aRecordFarFromTheFirstGoesIntoTheNextFile() {
        RotationPolicy policy = policy(null, Duration.ofMinutes(10), null, null);
        FileProgress file = new FileProgress(1, 0, 1_000);

        assertThat(policy.before(file, 600_999)).isEmpty();
        assertThat(policy.before(file, 601_000)).contains(CloseCause.RECORD_TIME);
    }

    @Test
    void aLateRecordClosesNothing() {
        RotationPolicy policy = policy(null, Duration.ofMinutes(10), null, null);

        assertThat(policy.before(new FileProgress(1, 0, 86_400_000), 0)).isEmpty();
    }

    @Test
    void aFileIsOpenForACertainTimeAtMost() {
        RotationPolicy policy = policy(null, null, null, Duration.ofMinutes(10));

        assertThat(policy.due(opened(OPENED), OPENED.plusSeconds(599))).isEmpty();
        assertThat(policy.due(opened(OPENED), OPENED.plusSeconds(600))).contains(CloseCause.OPEN_TIME);
        assertThat(policy.deadline(opened(OPENED))).contains(OPENED.plusSeconds(600));
    }

    @Test
    void ticksAreCountedFromMidnightOfTheTimeZone() {
        RotationPolicy policy = policy(null, null, Duration.ofHours(6), null);

        // 06:10 in Berlin; the next tick is noon there.
        assertThat(policy.deadline(opened(OPENED))).contains(Instant.parse("2026-11-20T11:00:00Z"));
        assertThat(policy.due(opened(OPENED), Instant.parse("2026-11-20T10:59:59Z")))
                .isEmpty();
        assertThat(policy.due(opened(OPENED), Instant.parse("2026-11-20T11:00:00Z")))
                .contains(CloseCause.SCHEDULE);
    }

    @Test
    void aFileOpenedOnATickIsClosedByTheNext() {
        RotationPolicy policy = policy(null, null, Duration.ofHours(6), null);

        assertThat(policy.deadline(opened(Instant.parse("2026-11-20T11:00:00Z"))))
                .contains(Instant.parse("2026-11-20T17:00:00Z"));
    }

    @Test
    void midnightIsATickWhateverTheDistance() {
        RotationPolicy policy = policy(null, null, Duration.ofHours(7), null);

        assertThat(policy.deadline(opened(Instant.parse("2026-11-20T21:00:00Z"))))
                .contains(Instant.parse("2026-11-20T23:00:00Z"));
    }

    @Property(tries = 300, seed = "1")
    void theNextTickIsAheadAndNotFurtherThanTheDistanceOnAnyDay(
            @ForAll @IntRange(min = 0, max = 366 * 24 * 60) int minutesIntoTheYear,
            @ForAll @IntRange(min = 1, max = 30 * 60) int minutes) {
        Instant opened =
                LocalDate.of(2026, 1, 1).atStartOfDay(BERLIN).toInstant().plusSeconds(60L * minutesIntoTheYear);

        Instant tick = policy(null, null, Duration.ofMinutes(minutes), null)
                .deadline(opened(opened))
                .orElseThrow();

        assertThat(tick).isAfter(opened).isBeforeOrEqualTo(opened.plusSeconds(60L * minutes));
        assertThat(tick)
                .isBeforeOrEqualTo(opened.atZone(BERLIN)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(BERLIN)
                        .toInstant());
    }

    @Test
    void theEarlierOfTwoDeadlinesCounts() {
        RotationPolicy policy = policy(null, null, Duration.ofHours(6), Duration.ofMinutes(10));

        assertThat(policy.deadline(opened(OPENED))).contains(OPENED.plusSeconds(600));
    }

    @Test
    void aFileThatTakesInNothingIsIdleCountedFromItsLastRecord() {
        RotationPolicy policy = new RotationPolicy(null, 1000, null, null, null, Duration.ofMinutes(5), null, BERLIN);
        FileTimes file = new FileTimes(OPENED, OPENED.plusSeconds(100), null);

        assertThat(policy.deadline(file)).contains(OPENED.plusSeconds(400));
        assertThat(policy.due(file, OPENED.plusSeconds(399))).isEmpty();
        assertThat(policy.due(file, OPENED.plusSeconds(400))).contains(CloseCause.IDLE);
    }

    @Test
    void aFileClosesSomeTimeAfterWhatItsDirectoryStandsFor() {
        RotationPolicy policy = new RotationPolicy(null, 1000, null, null, null, null, Duration.ofMinutes(1), BERLIN);
        Instant end = Instant.parse("2026-11-20T06:00:00Z");
        FileTimes file = new FileTimes(OPENED, OPENED, end);

        assertThat(policy.deadline(file)).contains(end.plusSeconds(60));
        assertThat(policy.due(file, end.plusSeconds(59))).isEmpty();
        assertThat(policy.due(file, end.plusSeconds(60))).contains(CloseCause.WINDOW_END);
    }

    @Test
    void aFileOfLateRecordsIsNotClosedByATimeThatIsLongPast() {
        RotationPolicy policy =
                new RotationPolicy(null, 1000, null, null, Duration.ofMinutes(10), null, Duration.ofMinutes(1), BERLIN);
        FileTimes late = new FileTimes(OPENED, OPENED, OPENED.minusSeconds(3600));

        assertThat(policy.deadline(late)).contains(OPENED.plusSeconds(600));
        assertThat(policy.due(late, OPENED.plusSeconds(599))).isEmpty();
    }

    @Test
    void theRuleThatCameFirstIsTheCause() {
        RotationPolicy policy =
                new RotationPolicy(null, 1000, null, null, Duration.ofMinutes(10), Duration.ofMinutes(5), null, BERLIN);

        // The worker was away for an hour.
        assertThat(policy.due(opened(OPENED), OPENED.plusSeconds(3600))).contains(CloseCause.IDLE);
    }

    @Test
    void withoutAClockRuleThereIsNoDeadline() {
        assertThat(policy(1L, Duration.ofHours(1), null, null).deadline(opened(OPENED)))
                .isEmpty();
    }

    private static FileTimes opened(Instant at) {
        return new FileTimes(at, at, null);
    }

    private static RotationPolicy policy(Long records, Duration span, Duration schedule, Duration open) {
        return new RotationPolicy(records, 1000, span, schedule, open, null, null, BERLIN);
    }
}
