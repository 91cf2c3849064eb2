package io.staffetta.wire;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long an answer asks to be left alone: its header {@code Retry-After}, in seconds or as a date (RFC 9110, 10.2.3, in
 * the three forms of 5.6.7).
 */
public final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_DATE = 64;
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /**
     * What these headers say. A date counts from the answer's own {@code Date}, if it has one, so that clocks that differ do
     * no harm; one that is over is no wait.
     *
     * @param longest more than this is this
     * @param clock real time, for answers without a date
     * @return empty if there is no such header, or none that can be understood
     */
    public static Optional<Duration> in(HttpHeaders headers, Duration longest, InstantSource clock) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value -> wait(value, headers, clock))
                .map(wait -> wait.compareTo(longest) > 0 ? longest : wait);
    }

    private static Optional<Duration> wait(String value, HttpHeaders headers, InstantSource clock) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(
                    Duration.ofSeconds(value.length() > MOST_DIGITS ? Integer.MAX_VALUE : Long.parseLong(value)));
        }
        return date(value).map(until -> {
            Instant now = headers.firstValue("Date")
                    .flatMap(said -> date(said.strip()))
                    .orElseGet(clock::instant);
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        });
    }

    private static Optional<Instant> date(String value) {
        return value.length() > LONGEST_DATE
                ? Optional.empty()
                : DATES.stream().flatMap(form -> read(form, value).stream()).findFirst();
    }

    private static Optional<Instant> read(DateTimeFormatter form, String value) {
        try {
            return Optional.of(form.parse(value, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
