package io.staffetta.baileys;

import static io.staffetta.baileys.TestSession.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of sessions whose sidecar does not keep to the protocol: a shell script plays it. */
class SidecarFaultsTest {

    private static final String HELLO = "printf '{\"e\":\"hello\",\"protocol\":1}\\n'\n";
    private static final String READY = HELLO
            + "while read -r line; do case \"$line\" in *'\"op\":\"connect\"'*) break;; esac; done\n"
            + "printf '{\"e\":\"ready\",\"s\":1,\"phone\":\"393330000001\"}\\n'\n";
    private static final String UNTIL_SEND =
            "while read -r line; do case \"$line\" in *'\"op\":\"send\"'*) break;; esac; done\n";
    private static final String READ_ON = "while read -r line; do :; done\n";

    private final AtomicInteger started = new AtomicInteger();
    private Sidecar sidecar;
    private TestSession session;

    @AfterEach
    void stop() {
        sidecar.close();
    }

    private TestSession with(String script) {
        return with(script, Duration.ofSeconds(60));
    }

    private TestSession with(String script, Duration patience) {
        return launchedBy(
                () -> {
                    started.incrementAndGet();
                    return new ProcessBuilder("/bin/sh", "-c", script).start();
                },
                patience);
    }

    private TestSession launchedBy(Launcher launcher, Duration patience) {
        sidecar = new Sidecar(
                launcher, new Rhythm(Duration.ofMillis(50), patience, Duration.ofMillis(10), Duration.ofMillis(50)));
        session = new TestSession(new BaileysEngine(sidecar, new PlainHttp(), Clock.systemUTC()), "s");
        return session.connect();
    }

    private SendOutcome send(Duration timeout) {
        return session.connection.send(
                new OutboundMessage(UUID.randomUUID(), "3EB0AA", 393330000002L, "Ciao", true), timeout);
    }

    private void assertDied() {
        assertThat(session.hears(EngineEvent.Disconnected.class).reason()).isEqualTo("sidecar_died");
        await().atMost(PATIENCE).until(() -> sidecar.current() == null);
    }

    @Test
    void aLineOfGarbageEndsIt() {
        with(READY + "printf 'libsignal says hello\\n'\n" + READ_ON);

        assertDied();
    }

    @Test
    void aLineWithoutEndEndsIt() {
        with(READY + "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | tr -d '\\n'\n");

        assertDied();
    }

    @Test
    void silenceEndsIt() {
        with(READY + READ_ON, Duration.ofMillis(500));

        assertDied();
    }

    @Test
    void oneThatReadsNothingIsEndedAndASendInFlightIsInDoubt() {
        with(READY + "exec sleep 600\n", Duration.ofSeconds(2));
        session.hears(EngineEvent.Ready.class);

        SendOutcome outcome = send(Duration.ofSeconds(30));

        assertThat(outcome).isEqualTo(new SendOutcome.Unknown("sidecar_died"));
        assertDied();
    }

    @Test
    void aDeathWhileSendingLeavesTheMessageInDoubt() {
        with(READY + UNTIL_SEND + "exit 1\n");
        session.hears(EngineEvent.Ready.class);

        assertThat(send(Duration.ofSeconds(30))).isEqualTo(new SendOutcome.Unknown("sidecar_died"));
        assertDied();
    }

    @Test
    void anAnswerThatNeverComesLeavesTheMessageInDoubt() {
        with(READY + READ_ON);
        session.hears(EngineEvent.Ready.class);

        assertThat(send(Duration.ofMillis(300))).isEqualTo(new SendOutcome.Unknown("no_answer_in_time"));
    }

    @Test
    void anAnswerWithoutOutcomeLeavesTheMessageInDoubt() {
        with(READY + UNTIL_SEND + "printf '{\"e\":\"answer\",\"n\":1,\"value\":{}}\\n'\n" + READ_ON);
        session.hears(EngineEvent.Ready.class);

        assertThat(send(Duration.ofSeconds(30))).isEqualTo(new SendOutcome.Unknown("no_outcome"));
    }

    @Test
    void aClosedConnectionKeepsNobodyWaiting() {
        with(READY + UNTIL_SEND + "printf '{\"e\":\"code\",\"s\":1,\"code\":\"SENDING\",\"ms\":1000}\\n'\n" + READ_ON);
        session.hears(EngineEvent.Ready.class);
        Thread.ofVirtual().start(() -> {
            session.hears(EngineEvent.PairingCode.class);
            session.connection.close();
        });

        assertThat(send(Duration.ofSeconds(60))).isEqualTo(new SendOutcome.Unknown("closed"));
        assertThat(send(Duration.ofSeconds(60))).isInstanceOf(SendOutcome.NotSent.class);
        assertThat(session.connection.lookUp("3EB0AA", Duration.ofSeconds(60))).isEqualTo(new Evidence.NotKnown());
    }

    @Test
    void afterADeathTheNextConnectionGetsAnother() {
        with(READY + "exit 0\n");
        assertDied();
        int before = started.get();

        session.connect();

        await().atMost(PATIENCE).until(() -> started.get() > before);
        session.hears(EngineEvent.Disconnected.class);
    }

    @Test
    void oneThatEndsAtOnceIsToldAsUnavailable() {
        with("exit 3\n");

        assertThat(session.hears(EngineEvent.Disconnected.class).reason()).isEqualTo("sidecar_silent");
    }

    @Test
    void whatCannotRunHereIsToldAsAFailure() {
        launchedBy(
                () -> {
                    throw UnavailableException.lasting("node_missing", "there is no node");
                },
                PATIENCE);

        assertThat(session.hears(EngineEvent.Failed.class).reason()).isEqualTo("node_missing");
    }

    @Test
    void keysThatCannotBeKeptAreAnsweredWithoutValues() {
        String script = HELLO
                + "while read -r line; do case \"$line\" in\n"
                + "*'\"op\":\"connect\"'*) printf '{\"e\":\"keep\",\"s\":1,\"n\":9,\"values\":{\"a/b\":\"x\"}}\\n';;\n"
                + "*'\"values\"'*) printf '{\"e\":\"qr\",\"s\":1,\"text\":\"kept\",\"ms\":1000}\\n';;\n"
                + "*'\"kept\"'*) printf '{\"e\":\"qr\",\"s\":1,\"text\":\"not kept\",\"ms\":1000}\\n';;\n"
                + "esac; done\n";
        with(script);
        assertThat(session.hears(EngineEvent.QrCode.class).content()).isEqualTo("kept");
        assertThat(session.keys.kept).containsEntry("a/b", new Credentials("x".getBytes(StandardCharsets.UTF_8)));

        sidecar.close();
        TestSession former = session;
        with(script);
        session.keys.broken = true;
        former.close();
        session.connect();

        assertThat(session.hears(EngineEvent.QrCode.class, qr -> qr.content().startsWith("not"))
                        .content())
                .isEqualTo("not kept");
    }

    @Test
    void nonsenseInsideOfEventsIsNotPassedOn() {
        with(READY
                + "printf '{\"e\":\"receipt\",\"s\":1,\"id\":\"A\",\"level\":99}\\n'\n"
                + "printf '{\"e\":\"receipt\",\"s\":1,\"id\":\"A\",\"level\":\"read\"}\\n'\n"
                + "printf '{\"e\":\"inbound\",\"s\":1,\"id\":\"A\",\"phone\":\"not a phone\",\"text\":\"x\"}\\n'\n"
                + "printf '{\"e\":\"inbound\",\"s\":77,\"id\":\"A\",\"phone\":\"393330000002\",\"text\":\"x\"}\\n'\n"
                + "printf '{\"e\":\"whatever\",\"s\":1}\\n'\n"
                + "printf '{\"e\":\"unrestricted\",\"s\":1}\\n'\n"
                + READ_ON);

        session.hears(EngineEvent.Unrestricted.class);

        assertThat(session.events).hasOnlyElementsOfTypes(EngineEvent.Ready.class, EngineEvent.Unrestricted.class);
    }
}
