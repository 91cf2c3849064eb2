package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** At least 1,000 bytes a second, after 10 seconds of grace; time goes on only while a body is waited for, or is said to. */
class PacedBodyTest {

    private static final PacedBody.Pace PACE =
            new PacedBody.Pace(DataSize.ofBytes(1_000), Duration.ofSeconds(10), Duration.ofMinutes(5));

    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void aSteadySenderIsReadToTheEnd() throws IOException {
        assertThat(paced(new Sender(100, Duration.ofMillis(100), 100_000)).readAllBytes().length)
                .isEqualTo(100_000);
    }

    @Test
    void evenASteadySenderIsNotFollowedForEver() {
        tooSlow(() -> paced(new Sender(100, Duration.ofMillis(100), 10_000_000)).readAllBytes());

        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(302));
    }

    @Test
    void aSenderWhoDripsIsCutOffRightAfterTheGrace() {
        Sender drips = new Sender(1, Duration.ofSeconds(1), 1_000_000);

        tooSlow(() -> paced(drips).readAllBytes());

        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
    }

    @Test
    void aSenderWhoSlowsDownLaterIsCutOffWhenTheAverageIsMissed() throws IOException {
        Sender sender = new Sender(20_000, Duration.ofSeconds(1), 1_000_000);
        InputStream body = paced(sender);
        body.readNBytes(20_000);
        sender.bytes = 1;

        tooSlow(body::readAllBytes);

        assertThat(Duration.ofNanos(nanos.get())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(34));
    }

    @Test
    void whatIsDoneBetweenReadingsIsNotTheSendersFault() throws IOException {
        InputStream body = paced(new Sender(100, Duration.ZERO, 1_000));
        while (body.readNBytes(100).length > 0) {
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        assertThat(body.read()).isEqualTo(-1);
    }

    @Test
    void aSenderWhoFellSilentIsTooSlowEvenIfTheServerWrapsWhatItSays() {
        tooSlow(paced(broken(new SocketTimeoutException("silent")))::read);
        tooSlow(paced(broken(new IOException(new SocketTimeoutException("silent"))))::read);
        assertThatThrownBy(paced(broken(new IOException("gone")))::read).isExactlyInstanceOf(IOException.class);
    }

    private InputStream paced(InputStream body) {
        return new PacedBody(body, PACE, nanos::get);
    }

    private static void tooSlow(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("request_too_slow"));
    }

    private static InputStream broken(IOException with) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw with;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw with;
            }
        };
    }

    /** Sends so many bytes at a time, after a wait each, until it has none left. */
    private final class Sender extends InputStream {

        private int bytes;
        private final Duration wait;
        private int left;

        Sender(int bytes, Duration wait, int times) {
            this.bytes = bytes;
            this.wait = wait;
            this.left = times;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("it is read by the piece");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            nanos.addAndGet(wait.toNanos());
            int sent = Math.min(left, Math.min(bytes, length));
            left -= sent;
            return sent > 0 ? sent : -1;
        }
    }
}
