package io.staffetta.baileys;

import java.time.Duration;

/**
 * When things happen.
 *
 * @param beat how often each side says that it is there
 * @param patience how long a child may say nothing
 * @param firstPause before a child is started after one died
 * @param longestPause at most
 */
record Rhythm(Duration beat, Duration patience, Duration firstPause, Duration longestPause) {

    static Rhythm standard() {
        return new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
}
