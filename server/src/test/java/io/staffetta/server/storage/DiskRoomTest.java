package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {

    private final AtomicLong nanos = new AtomicLong();
    private final DiskRoom room = new DiskRoom(Optional.empty(), nanos::get);

    @Test
    void whatCouldNotBeWrittenForWantOfRoomIsRememberedUntilItMustHaveBeenTriedAgain() {
        assertThat(room.full()).isFalse();

        var _ = room.adjudicate(new SQLException("could not extend file", "53100"));
        assertThat(room.full()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(19).toNanos());
        assertThat(room.full()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(room.full()).isFalse();
    }

    @Test
    void otherFailuresSayNothingOfTheDisk() {
        var _ = room.adjudicate(new SQLException("too many connections", "53300"));
        var _ = room.adjudicate(new SQLException("nobody knows why"));

        assertThat(room.full()).isFalse();
    }

    @Test
    void aDiskOfOurOwnWithRoomIsNotFull(@TempDir Path folder) {
        assertThat(new DiskRoom(Optional.of(folder), nanos::get).full()).isFalse();
    }
}
