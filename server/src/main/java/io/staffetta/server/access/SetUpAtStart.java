package io.staffetta.server.access;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Puts the set-up token in its place before anything answers: whoever finds the product healthy finds the token, too. */
@Component
class SetUpAtStart implements SmartLifecycle {

    private final SetUp setUp;
    private volatile boolean running;

    SetUpAtStart(SetUp setUp) {
        this.setUp = setUp;
    }

    @Override
    public void start() {
        setUp.prepare();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Long before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
