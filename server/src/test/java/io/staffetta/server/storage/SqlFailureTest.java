package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailureTest {

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53200", "58030", "57P01", "40001", "08006"})
    void aDatabaseThatIsFullOrAwayMayTakeTheSameLater(String state) {
        assertThat(SqlFailure.mayPassLater(new CompletionException(new SQLException("no", state))))
                .isTrue();
    }

    @Test
    void soMayOneThatHasNoConnectionOrNoRoomForMore() {
        assertThat(SqlFailure.mayPassLater(new SQLTransientConnectionException("none free")))
                .isTrue();
        assertThat(SqlFailure.mayPassLater(
                        new CompletionException(new Problem(Problem.Kind.UNAVAILABLE, "busy", "too much waits"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01"})
    void whatItRefusesForWhatItIsStaysRefused(String state) {
        assertThat(SqlFailure.mayPassLater(new SQLException("no", state))).isFalse();
    }

    @Test
    void aFaultOfOursIsNoneOfTheDatabase() {
        assertThat(SqlFailure.mayPassLater(new IllegalStateException("a bug"))).isFalse();
        assertThat(SqlFailure.mayPassLater(new Problem(Problem.Kind.CONFLICT, "session_elsewhere", "no")))
                .isFalse();
    }
}
