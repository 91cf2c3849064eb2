package io.staffetta.waha;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One session at its WAHA. It holds no socket and no thread: a look at WAHA now and then tells how the session stands, and
 * webhooks make the next look come sooner.
 */
final class WahaConnection implements Connection {

    private static final Duration CALL = Duration.ofSeconds(5);

    private final WahaEngine engine;
    private final String sessionKey;
    private final EngineListener listener;
    private final WahaApi api;
    private final Pairing pairing;
    private final Standing standing;
    private final Awaited awaited;
    private final HiddenPeople hidden;
    private final Chats chats;
    private final MessageIds ids;
    private final Sender sender;
    private final Courtesy courtesy;
    private final Pulse.Beat beat;
    private volatile boolean leaving;
    private volatile boolean closed;

    WahaConnection(WahaEngine engine, WahaEngine.Parts parts, Link link, EngineListener listener) {
        this.engine = engine;
        this.sessionKey = link.sessionKey();
        this.listener = listener;
        this.api = new WahaApi(parts.http(), parts.json(), WahaSettings.of(link), parts.clock());
        this.pairing = new Pairing(api, this::tell);
        this.standing =
                new Standing(api, parts.clock(), pairing, link.credentials().isPresent(), this::tell);
        this.awaited = new Awaited(
                api, parts.notices(), parts.clock(), new ChatMemory(link.sessionKey(), link.keys()), this::tell);
        this.hidden = new HiddenPeople(api, this::tell);
        this.ids = new MessageIds(api);
        this.chats = new Chats(api, this::tell);
        this.sender = new Sender(api, chats, ids, awaited, parts.clock(), this::tell);
        this.courtesy = new Courtesy(api, chats);
        this.beat = parts.pulse().beat(this::look);
    }

    String sessionKey() {
        return sessionKey;
    }

    @Override
    public void connect() {
        beat.soon();
    }

    @Override
    public void restart() {
        standing.beginAnew();
        beat.soon();
    }

    @Override
    public void rest() {
        leaving = true;
        beat.stop();
        Thread.ofVirtual().name("waha-rest").start(() -> {
            var _ = api.post(api.session("/stop"), CALL);
        });
    }

    @Override
    public void refresh() {
        pairing.refresh();
        beat.soon();
    }

    @Override
    public void requestPairingCode(long phone) {
        pairing.wantCode(phone);
        beat.soon();
    }

    @Override
    public void seen(long phone, Duration timeout) {
        if (standing.working()) {
            courtesy.gesture("/api/sendSeen", phone, timeout);
        }
    }

    @Override
    public void typing(long phone, boolean shown, Duration timeout) {
        if (standing.working()) {
            courtesy.gesture(shown ? "/api/startTyping" : "/api/stopTyping", phone, timeout);
        }
    }

    @Override
    public String messageId(String proposed, Duration timeout) {
        return standing.working() ? ids.fresh(timeout).orElse(proposed) : proposed;
    }

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        if (closed || leaving || !standing.working()) {
            return new SendOutcome.NotSent(
                    SendOutcome.Cause.SESSION_NOT_READY, "the session does not work now", Optional.empty());
        }
        SendOutcome outcome = sender.send(message, timeout);
        switch (outcome) {
            case SendOutcome.NotSent _, SendOutcome.Unknown _ -> beat.soon();
            case SendOutcome.Accepted _, SendOutcome.Refused _ -> {}
        }
        return outcome;
    }

    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        return new Evidence.NotKnown();
    }

    @Override
    public Evidence lookUp(String messageId, long phone, Duration timeout) {
        return standing.working() ? courtesy.lookUp(messageId, phone, timeout) : new Evidence.NotKnown();
    }

    @Override
    public Optional<Picture> ownPicture(Duration timeout) {
        return new OwnPicture(api, engine.http()).fetch(timeout);
    }

    @Override
    public void logOut() {
        leaving = true;
        beat.stop();
        Thread.ofVirtual().name("waha-logout").start(() -> {
            // WAHA starts a session that ran anew after it was logged out, and would show codes to nobody.
            var _ = api.post(api.session("/logout"), CALL);
            var _ = api.post(api.session("/stop"), CALL);
            tell(new EngineEvent.LoggedOut("logged out"));
        });
    }

    @Override
    public Instant lastProofOfLife() {
        return standing.proof();
    }

    @Override
    public void close() {
        closed = true;
        beat.stop();
        engine.closed(this);
    }

    /** A genuine webhook came for this session; what it says of messages is told by whoever took it. */
    void heard(Notice notice) {
        awaited.webhookCame();
        standing.alive();
        switch (notice) {
            case Notice.StatusChanged _ -> beat.soon();
            case Notice.Said(List<EngineEvent> events) ->
                events.stream().map(this::named).forEach(this::met);
            case Notice.Nothing _, Notice.Strange _ -> {}
        }
    }

    /** The same, with the phone number that the person was written to under, if that is known. */
    EngineEvent named(EngineEvent event) {
        if (!(event instanceof EngineEvent.Inbound message)) {
            return event;
        }
        Person person = message.person();
        OptionalLong phone = chats.phoneOf(person.chatId().or(person::userId).orElse(""));
        return phone.isEmpty()
                ? event
                : new EngineEvent.Inbound(
                        message.sourceId(),
                        new Person(phone, person.userId(), person.chatId()),
                        message.kind(),
                        message.text(),
                        message.at());
    }

    private void met(EngineEvent event) {
        if (event instanceof EngineEvent.Inbound message && hidden.met(message.person())) {
            beat.soon();
        }
    }

    private Duration look() {
        if (closed || leaving) {
            return Standing.WHILE_WORKING;
        }
        Duration next = standing.look();
        if (next.isZero()) {
            beat.stop();
            return Standing.WHILE_WORKING;
        }
        if (standing.working()) {
            awaited.look();
            hidden.look();
        }
        return next;
    }

    private void tell(EngineEvent said) {
        if (closed) {
            return;
        }
        EngineEvent event = named(said);
        met(event);
        listener.on(event);
    }
}
