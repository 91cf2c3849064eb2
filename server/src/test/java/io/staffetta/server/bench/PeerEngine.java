package io.staffetta.server.bench;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An engine that posts each message to the stub, through the product's own way out; its numbers are ready once told so. */
final class PeerEngine implements Engine {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final OutboundHttp http;
    private final URI target;
    private final int inFlight;
    private final List<EngineListener> waiting = new CopyOnWriteArrayList<>();
    private volatile boolean open;

    PeerEngine(OutboundHttp http, String stub, int inFlight) {
        this.http = http;
        this.target = URI.create(stub + "/messages");
        this.inFlight = inFlight;
    }

    /** From now on numbers can send. */
    void open() {
        open = true;
        waiting.forEach(PeerEngine::ready);
    }

    private static void ready(EngineListener listener) {
        listener.on(new EngineEvent.Ready(OptionalLong.empty(), Optional.empty()));
    }

    @Override
    public String name() {
        return "peer";
    }

    @Override
    public boolean linksPhones() {
        return false;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, true, false, inFlight, false, false, false, false);
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        return new Line(listener);
    }

    private SendOutcome post(OutboundMessage message, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"to\":\"" + message.phone() + "\",\"text\":\"" + message.text() + "\"}"))
                .build();
        String answer = new String(http.send(request).body(), StandardCharsets.UTF_8);
        Matcher id = ID.matcher(answer);
        return id.find() ? new SendOutcome.Accepted(id.group(1)) : new SendOutcome.Unknown("no id");
    }

    private final class Line implements Connection {

        private final EngineListener listener;

        Line(EngineListener listener) {
            this.listener = listener;
        }

        @Override
        public void connect() {
            waiting.add(listener);
            if (open) {
                ready(listener);
            }
        }

        @Override
        public SendOutcome send(OutboundMessage message, Duration timeout) {
            try {
                return post(message, timeout);
            } catch (ConnectException e) {
                return new SendOutcome.NotSent(Cause.UNREACHABLE, "connect", Optional.empty());
            } catch (IOException e) {
                return new SendOutcome.Unknown("broken");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new SendOutcome.Unknown("interrupted");
            }
        }

        @Override
        public void refresh() {
            connect();
        }

        @Override
        public void requestPairingCode(long phone) {}

        @Override
        public void seen(long phone, Duration timeout) {}

        @Override
        public void typing(long phone, boolean shown, Duration timeout) {}

        @Override
        public Evidence lookUp(String messageId, Duration timeout) {
            return new Evidence.NotKnown();
        }

        @Override
        public void logOut() {}

        @Override
        public Instant lastProofOfLife() {
            return Instant.now();
        }

        @Override
        public void close() {
            waiting.remove(listener);
        }
    }
}
