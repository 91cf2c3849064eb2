package io.staffetta.baileys;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import io.staffetta.wire.OutboundHttp;
import java.time.Clock;
import java.util.Set;

/**
 * Linked devices through Baileys, many sessions in one Node process, which starts with the first that connects. It is not
 * WhatsApp's own way for programs: numbers can be blocked for it.
 */
public final class BaileysEngine implements Engine, AutoCloseable {

    private static final Capabilities CAPABILITIES =
            new Capabilities(true, true, true, 1, true, false, true, false, Set.of(Content.IMAGE, Content.DOCUMENT));

    private final Sidecar sidecar;
    private final MediaDesk media;
    private final Clock clock;

    /**
     * Prepares the engine; nothing is installed or started yet.
     *
     * @param http fetches what goes with messages; the sidecar is given no address
     * @param clock real time
     */
    public BaileysEngine(BaileysSettings settings, OutboundHttp http, Clock clock) {
        this(new Sidecar(Launcher.of(settings), Rhythm.standard()), http, clock);
    }

    BaileysEngine(Sidecar sidecar, OutboundHttp http, Clock clock) {
        this.sidecar = sidecar;
        this.media = new MediaDesk(new Download(http));
        this.clock = clock;
    }

    @Override
    public String name() {
        return "baileys";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        return new BaileysConnection(sidecar, media, link, listener, clock);
    }

    /** Ends the process; every session's link stays. */
    @Override
    public void close() {
        sidecar.close();
    }
}
