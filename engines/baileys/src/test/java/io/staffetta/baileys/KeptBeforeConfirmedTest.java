package io.staffetta.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.message.ReceiptLevel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** WhatsApp is told that something arrived only once it is kept: what was under way when somebody died comes again. */
class KeptBeforeConfirmedTest {

    private static final long NUMBER = 393331100001L;
    private static final long PERSON = 393331100002L;
    private static final long ANOTHER = 393331100003L;

    private static MockWhatsApp whatsApp;
    private static Sidecar sidecar;
    private static TestSession session;

    @BeforeAll
    static void link() {
        Path target = Path.of("target").toAbsolutePath();
        whatsApp = MockWhatsApp.startOrSkip(target);
        sidecar = new Sidecar(
                Launcher.of(new BaileysSettings(target.resolve("sidecar"), "node", "npm", whatsApp.environment())),
                new Rhythm(
                        Duration.ofSeconds(1), Duration.ofSeconds(40), Duration.ofMillis(100), Duration.ofSeconds(1)));
        session = new TestSession(new BaileysEngine(sidecar, new PlainHttp(), Clock.systemUTC()), "kept").connect();
        whatsApp.scan(NUMBER, session.hears(EngineEvent.QrCode.class).content());
        session.hears(EngineEvent.Ready.class);
    }

    @AfterAll
    static void stop() {
        if (whatsApp != null) {
            session.close();
            sidecar.close();
            whatsApp.close();
        }
    }

    private static Function<EngineEvent, CompletionStage<Void>> butFor(
            Class<? extends EngineEvent> type, CompletionStage<Void> fate) {
        return event -> type.isInstance(event) ? fate : TestSession.KEPT.apply(event);
    }

    /** Whoever is being kept waiting never learns how it ended. */
    private static void killTheSidecar() {
        ProcessHandle.of(sidecar.current().pid()).orElseThrow().destroyForcibly();
        assertThat(session.hears(EngineEvent.Disconnected.class).reason()).isEqualTo("sidecar_died");
        reconnect();
    }

    private static void reconnect() {
        session.keeping = TestSession.KEPT;
        session.connect().hears(EngineEvent.Ready.class);
    }

    private static void say(long person, String text) {
        whatsApp.post("/phones/" + person + "/say", Map.of("to", Long.toString(NUMBER), "text", text));
    }

    private static void hearsDelivered(String id) {
        session.hears(EngineEvent.Receipt.class, r -> r.messageId().equals(id) && r.level() == ReceiptLevel.DELIVERED);
    }

    private static void hears(String text) {
        session.hears(EngineEvent.Inbound.class, inbound -> inbound.text().equals(text));
    }

    @Test
    void aReceiptThatWasBeingKeptWhenTheSidecarDiedComesAgain() {
        session.keeping = butFor(EngineEvent.Receipt.class, new CompletableFuture<>());
        session.send(PERSON, "3EB0A10000000000000001", "Ciao");
        hearsDelivered("3EB0A10000000000000001");

        killTheSidecar();

        hearsDelivered("3EB0A10000000000000001");
    }

    @Test
    void whatAPersonWroteComesAgainReadableUntilItIsKept() {
        session.keeping = butFor(EngineEvent.Inbound.class, new CompletableFuture<>());
        say(PERSON, "first words");
        hears("first words");
        killTheSidecar();
        hears("first words");
        session.keeping = butFor(EngineEvent.Inbound.class, new CompletableFuture<>());
        say(PERSON, "second words");
        hears("second words");

        killTheSidecar();

        hears("second words");
        say(ANOTHER, "last words");
        hears("last words");
        assertThat(session.heard(EngineEvent.Inbound.class))
                .extracting(EngineEvent.Inbound::text)
                .as("what was kept does not come again")
                .containsExactly("second words", "last words");
    }

    @Test
    void whatCannotBeKeptEndsTheConnectionAndComesWithTheNextOne() {
        session.keeping = butFor(
                EngineEvent.Inbound.class,
                CompletableFuture.failedFuture(new IllegalStateException("the disk is full")));
        say(PERSON, "words in vain");
        assertThat(session.hears(EngineEvent.Disconnected.class).reason()).isEqualTo("word_not_kept");

        reconnect();

        hears("words in vain");
    }
}
