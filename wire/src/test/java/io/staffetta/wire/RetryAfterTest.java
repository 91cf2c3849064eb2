package io.staffetta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("1994-11-06T08:49:00Z"));
    private static final Duration LONGEST = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "' 120 ', 120", "3601, 3600", "99999999999999999999, 3600"})
    void secondsAreTakenUpToTheLongestWait(String said, long seconds) {
        assertThat(in(said, Optional.empty())).hasValue(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
            })
    void aDateCountsFromNow(String said) {
        assertThat(in(said, Optional.empty())).hasValue(Duration.ofSeconds(37));
    }

    @Test
    void theDateWithAYearOfTwoDigitsIsOfThisCentury() {
        assertThat(in("Friday, 06-Nov-26 08:49:37 GMT", Optional.of("Fri, 06 Nov 2026 08:49:30 GMT")))
                .hasValue(Duration.ofSeconds(7));
    }

    @Test
    void aDateCountsFromTheAnswersOwnDate() {
        assertThat(in("Sat, 21 Nov 2026 10:00:30 GMT", Optional.of("Sat, 21 Nov 2026 10:00:00 GMT")))
                .hasValue(Duration.ofSeconds(30));
    }

    @Test
    void aDateThatIsOverIsNoWait() {
        assertThat(in("Sun, 06 Nov 1994 08:48:00 GMT", Optional.empty())).hasValue(Duration.ZERO);
    }

    @Test
    void aDateFarAwayIsTheLongestWait() {
        assertThat(in("Sat, 21 Nov 2026 10:00:30 GMT", Optional.empty())).hasValue(LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT"})
    void whatCannotBeUnderstoodIsNotThere(String said) {
        assertThat(in(said, Optional.empty())).isEmpty();
    }

    @Test
    void withoutTheHeaderNothingIsAsked() {
        assertThat(RetryAfter.in(HttpHeaders.of(Map.of(), (name, value) -> true), LONGEST, CLOCK))
                .isEmpty();
    }

    private static Optional<Duration> in(String said, Optional<String> date) {
        Map<String, List<String>> headers = new HashMap<>(Map.of("retry-after", List.of(said)));
        date.ifPresent(value -> headers.put("Date", List.of(value)));
        return RetryAfter.in(HttpHeaders.of(headers, (name, value) -> true), LONGEST, CLOCK);
    }
}
