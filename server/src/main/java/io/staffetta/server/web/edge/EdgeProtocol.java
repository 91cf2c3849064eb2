package io.staffetta.server.web.edge;

import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP as the server speaks it, with what must hold for every request, also for those that it refuses by itself: see {@link
 * EdgeProcessor} and {@link EdgeAdapter}.
 */
public final class EdgeProtocol extends Http11NioProtocol {

    private Duration headPatience = Duration.ofSeconds(20);

    /** Made by the server, by its name. */
    public EdgeProtocol() {}

    /** How long the head of a request may take from its first bytes on. */
    void setHeadPatience(Duration patience) {
        this.headPatience = patience;
    }

    Duration headPatience() {
        return headPatience;
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(new EdgeAdapter(adapter));
    }

    @Override
    protected Processor createProcessor() {
        return new EdgeProcessor(this, getAdapter());
    }
}
