package io.staffetta.server.webhook;

import io.staffetta.server.outbound.OutboundConfiguration;
import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Makes one attempt: signs, posts, and says what came of it. What it takes in all is bounded. */
@Component
class Post {

    private static final int REDIRECT = 3;

    private final OutboundHttp http;
    private final Clock clock;
    private final Duration timeout;

    Post(@Qualifier(OutboundConfiguration.WEBHOOKS) OutboundHttp http, Clock clock, HookSettings settings) {
        this.http = http;
        this.clock = clock;
        this.timeout = settings.timeout();
    }

    /** Posts this body. */
    Attempted post(String url, String id, byte[] body, List<SigningSecret> secrets) throws InterruptedException {
        Instant at = clock.instant();
        if (secrets.isEmpty()) {
            return new Attempted(at, Duration.ZERO, null, Attempted.UNREADABLE, "", Optional.empty());
        }
        long began = System.nanoTime();
        HttpRequest request;
        try {
            request = request(url, id, at.getEpochSecond(), body, secrets);
        } catch (IllegalArgumentException noAddress) {
            return failed(at, Duration.ZERO, "address_refused");
        }
        FutureTask<HttpResponse<byte[]>> call = new FutureTask<>(() -> http.send(request));
        Thread.ofVirtual().name("webhook-call").start(call);
        try {
            HttpResponse<byte[]> answer = call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return answered(at, since(began), answer);
        } catch (TimeoutException e) {
            return failed(at, since(began), "timeout");
        } catch (ExecutionException e) {
            return failed(at, since(began), reason(e.getCause()));
        } finally {
            call.cancel(true);
        }
    }

    private HttpRequest request(String url, String id, long timestamp, byte[] body, List<SigningSecret> secrets) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Staffetta-Webhooks")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", SigningSecret.header(secrets, id, timestamp, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private Attempted answered(Instant at, Duration took, HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return new Attempted(
                at,
                took,
                status,
                switch (status / 100) {
                    case 2 -> null;
                    case REDIRECT -> "redirect";
                    default -> status == 410 ? Attempted.GONE : "status";
                },
                readable(answer.body()),
                answer.headers().firstValue("Retry-After").flatMap(this::asked));
    }

    private static Attempted failed(Instant at, Duration took, String reason) {
        return new Attempted(at, took, null, reason, "", Optional.empty());
    }

    private static String reason(@Nullable Throwable why) {
        return switch (why) {
            case OutboundHttp.Refused _ -> "address_refused";
            case HttpConnectTimeoutException _ -> "unreachable";
            case HttpTimeoutException _ -> "timeout";
            case ConnectException _ -> "unreachable";
            case SSLException _ -> "tls";
            case IOException _ -> "broken";
            case null, default -> "broken";
        };
    }

    private Optional<Duration> asked(String header) {
        try {
            if (header.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(
                        header.length() > 9 ? Duration.ofDays(365) : Duration.ofSeconds(Long.parseLong(header)));
            }
            Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), until)).filter(Duration::isPositive);
        } catch (DateTimeException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** Text that can be stored and shown, whatever came. */
    private static String readable(byte[] body) {
        StringBuilder shown = new StringBuilder();
        new String(body, StandardCharsets.UTF_8)
                .codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
