package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

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

    @Test
    void whenACommitIsNotAnsweredNobodyIsToldThatNothingWasChanged() {
        assertThat(Stream.of(
                        new TransactionSystemException("JDBC commit failed", new SQLException("Connection is closed")),
                        new DataAccessResourceFailureException("JDBC commit; An I/O error occurred")))
                .allSatisfy(e -> assertThat(Failures.of(e)).hasValueSatisfying(failure -> {
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.code()).isEqualTo("outcome_unknown");
                }));
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsADatabaseThatIsAway() {
        assertThat(Failures.of(new TransactionSystemException(
                        "JDBC rollback failed", new SQLException("Connection is closed"))))
                .hasValueSatisfying(failure -> {
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.code()).isEqualTo("database_unavailable");
                });
    }
}
