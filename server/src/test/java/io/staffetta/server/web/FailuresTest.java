package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void aCallerWhoGoesAwayWithinABodyIsNoFaultOfOurs() {
        assertThat(Failures.of(new ClientAbortException(new EOFException())))
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo("request_broken_off"));
    }

    @Test
    void aFileThatEndsEarlyIs() {
        assertThat(Failures.of(new EOFException())).isEmpty();
    }

    @Test
    void aSilentCallerIsTooSlowAndASilentOtherSideIsNotTheCallersFault() {
        assertThat(Failures.of(new ClientAbortException(new SocketTimeoutException())))
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo("request_too_slow"));
        assertThat(Failures.of(new SocketTimeoutException())).isEmpty();
    }
}
