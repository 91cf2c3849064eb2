package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long ANA = 628111111111L;
    private static final long BEN = 628222222222L;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    @Test
    void fortyFiveMessagesToOnePersonGoAtOnceAndThenOneInSixSeconds() {
        PersonPace pace = new PersonPace(100);
        for (int i = 0; i < 45; i++) {
            assertThat(pace.take(ANA, now)).isZero();
        }

        assertThat(pace.take(ANA, now)).isEqualTo(Duration.ofSeconds(6));
        assertThat(pace.take(BEN, now)).isZero();

        now += Duration.ofSeconds(6).toNanos();
        assertThat(pace.take(ANA, now)).isZero();
        assertThat(pace.take(ANA, now)).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void refusalsForOnePersonHoldThatPersonFourTimesLongerEach() {
        PersonPace pace = new PersonPace(100);

        assertThat(pace.refused(ANA, now)).isEqualTo(Duration.ofSeconds(4));
        assertThat(pace.take(ANA, now)).isEqualTo(Duration.ofSeconds(4));
        assertThat(pace.take(BEN, now)).isZero();
        now += Duration.ofSeconds(4).toNanos();
        assertThat(pace.take(ANA, now)).isZero();
        assertThat(pace.refused(ANA, now)).isEqualTo(Duration.ofSeconds(16));
        now += Duration.ofSeconds(16).toNanos();
        assertThat(pace.refused(ANA, now)).isEqualTo(Duration.ofSeconds(64));
    }

    @Test
    void aMessageThatIsTakenEndsTheRow() {
        PersonPace pace = new PersonPace(100);
        pace.refused(ANA, now);
        now += Duration.ofSeconds(4).toNanos();
        assertThat(pace.take(ANA, now)).isZero();

        pace.accepted(ANA, now);

        assertThat(pace.refused(ANA, now)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void ofTooManyPeopleTheOneLongestUnheardOfIsForgotten() {
        PersonPace pace = new PersonPace(1);
        pace.refused(ANA, now);

        assertThat(pace.take(BEN, now)).isZero();

        assertThat(pace.take(ANA, now)).isZero();
    }

    @Test
    void aNumberSendsEvenlyWhateverIsAskedOfIt() {
        NumberPace pace = new NumberPace(10);
        long start = now;
        int sent = 0;
        for (;
                now < start + SECOND.multipliedBy(3).toNanos();
                now += Duration.ofMillis(1).toNanos()) {
            sent += pace.take(now, Duration.ZERO).isZero() ? 1 : 0;
        }

        assertThat(sent).isBetween(30, 33);
    }

    @Test
    void turnsThatComeTooLateAreNotTaken() {
        NumberPace pace = new NumberPace(1);
        assertThat(pace.take(now, Duration.ZERO)).isZero();

        assertThat(pace.take(now, Duration.ofMillis(10))).isEqualTo(SECOND);
        assertThat(pace.take(now, SECOND)).isEqualTo(SECOND);
        assertThat(pace.take(now, SECOND)).isEqualTo(SECOND.multipliedBy(2));
    }

    @Test
    void whenMetaAsksForPatienceNobodysTurnComesBefore() {
        NumberPace pace = new NumberPace(80);
        pace.hold(now, Duration.ofSeconds(7));

        assertThat(pace.take(now, SECOND)).isEqualTo(Duration.ofSeconds(7));
        now += Duration.ofSeconds(7).toNanos();
        assertThat(pace.take(now, SECOND)).isZero();
    }
}
