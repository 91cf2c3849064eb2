package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Time on the wall, let pass while a product works. */
final class RealTime {

    private RealTime() {}

    static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }
}
