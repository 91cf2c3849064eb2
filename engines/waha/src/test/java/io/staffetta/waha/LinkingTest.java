package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.waha.stub.WahaStub;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session comes up, and goes down, at its WAHA. */
final class LinkingTest {

    private static final Optional<Credentials> LINKED = Optional.of(new Credentials(new byte[] {1}));

    @TempDir
    Path folder;

    private WahaStub stub;
    private TestWaha waha;

    @BeforeEach
    void start() {
        stub = new WahaStub(0, folder, TestWaha.API_KEY);
        waha = new TestWaha(stub.port());
    }

    @AfterEach
    void stop() {
        waha.close();
        stub.close();
    }

    @Test
    void aNewSessionIsMadeAtWahaWithOurWebhookAndShowsACode() {
        TestWaha.Session session = waha.session("groom");

        session.connection.connect();

        assertThat(session.heard(EngineEvent.QrCode.class).content()).startsWith("2@");
        assertThat(waha.stub.show("groom").path("config").path("webhooks").toString())
                .contains("/inbound/waha/groom", "session.status", "message.any", "message.ack", "hmac");
    }

    @Test
    void codesRotateAndEachIsShownOnce() {
        TestWaha.Session session = waha.session("groom");
        session.connection.connect();
        String first = session.heard(EngineEvent.QrCode.class).content();

        waha.stub.rotate("groom");
        session.heard(EngineEvent.QrCode.class, code -> !code.content().equals(first));

        assertThat(session.said(EngineEvent.QrCode.class)).hasSize(2);
    }

    @Test
    void aScannedSessionBecomesReadyOnceAndIsRememberedAsLinked() {
        TestWaha.Session session = waha.session("groom").ready(4_915_100_000_001L);
        waha.stub.status("groom", "WORKING");
        waha.stub.status("groom", "WORKING");
        session.connection.refresh();

        assertThat(session.said(EngineEvent.Ready.class))
                .containsExactly(new EngineEvent.Ready(OptionalLong.of(4_915_100_000_001L), Optional.of("Stub")));
        assertThat(session.said(EngineEvent.CredentialsChanged.class)).hasSize(1);
        assertThat(session.said(EngineEvent.Authenticated.class)).hasSize(1);
    }

    @Test
    void aCodeToTypeIsAskedForByPhoneNumber() {
        TestWaha.Session session = waha.session("groom");
        session.connection.connect();
        session.connection.requestPairingCode(4_915_100_000_001L);

        assertThat(session.heard(EngineEvent.PairingCode.class).code()).isEqualTo("STUB-0001");
    }

    @Test
    void aPasskeyLinksOutToWahasOwnPage() {
        TestWaha.Session session = waha.session("groom");
        session.connection.connect();
        session.heard(EngineEvent.QrCode.class);

        waha.stub.status("groom", "PASSKEY_REQUIRED");
        EngineEvent.ExternalStep step = session.heard(EngineEvent.ExternalStep.class);
        waha.stub.status("groom", "PASSKEY_CONFIRMATION_REQUIRED");

        assertThat(step).isEqualTo(new EngineEvent.ExternalStep("passkey", waha.stub.baseUrl() + "/dashboard/"));
        session.heard(EngineEvent.ExternalStep.class, other -> other.kind().equals("passkey_confirmation"));
        waha.stub.scan("groom", 4_915_100_000_001L);
        session.heard(EngineEvent.Ready.class);
    }

    @Test
    void aLinkedSessionIsRestoredWithoutACode() {
        waha.session("groom").ready(4_915_100_000_001L).close();

        TestWaha.Session again = waha.session("groom", Map.of(), LINKED);
        again.connection.connect();
        again.heard(EngineEvent.Ready.class);

        assertThat(again.said(EngineEvent.QrCode.class)).isEmpty();
        assertThat(again.said(EngineEvent.CredentialsChanged.class)).isEmpty();
    }

    @Test
    void aStoppedSessionIsStarted() {
        waha.session("groom").ready(4_915_100_000_001L).close();
        waha.stub.status("groom", "STOPPED");

        TestWaha.Session again = waha.session("groom", Map.of(), LINKED);
        again.connection.connect();

        again.heard(EngineEvent.Ready.class);
    }

    @Test
    void aFailedSessionIsRestarted() {
        waha.session("groom").ready(4_915_100_000_001L).close();
        waha.stub.status("groom", "FAILED");

        TestWaha.Session again = waha.session("groom", Map.of(), LINKED);
        again.connection.connect();

        again.heard(EngineEvent.Ready.class);
    }

    @Test
    void aRestartBeginsAnewAtWaha() {
        waha.session("groom").ready(4_915_100_000_001L).close();

        TestWaha.Session again = waha.session("groom", Map.of(), LINKED);
        again.connection.restart();
        again.heard(EngineEvent.Ready.class);

        assertThat(waha.stub.calls().path("POST /api/sessions/groom/restart").asInt(0))
                .isEqualTo(1);
    }

    @Test
    void aSessionThatOthersLinkedIsTakenAsItIs() {
        waha.stub.scan("groom", 4_915_100_000_001L);

        TestWaha.Session first = waha.session("groom");
        first.connection.restart();
        first.heard(EngineEvent.Ready.class);

        assertThat(waha.stub.calls().has("POST /api/sessions/groom/restart")).isFalse();
    }

    @Test
    void whatItsUserSwitchedOffRestsAtWahaAndStaysLinked() {
        TestWaha.Session session = waha.session("groom").ready(4_915_100_000_001L);

        session.connection.rest();
        session.close();

        await().atMost(TestWaha.PATIENCE)
                .until(() -> waha.stub.show("groom").path("status").asString().equals("STOPPED"));
        assertThat(waha.stub.show("groom").path("me").isNull()).isFalse();
        assertThat(session.said(EngineEvent.LoggedOut.class)).isEmpty();
    }

    @Test
    void codesThatNobodyScannedEndThePairing() {
        TestWaha.Session session = waha.session("groom");
        session.connection.connect();
        session.heard(EngineEvent.QrCode.class);

        waha.stub.status("groom", "FAILED");

        assertThat(session.heard(EngineEvent.LoggedOut.class).reason()).isEqualTo("not scanned");
    }

    @Test
    void aPhoneThatRemovesTheDeviceLogsOut() {
        TestWaha.Session session = waha.session("groom").ready(4_915_100_000_001L);

        waha.stub.unlink("groom");

        assertThat(session.heard(EngineEvent.LoggedOut.class).reason()).isEqualTo("unlinked");
    }

    @Test
    void aSessionThatFailsIsDisconnected() {
        TestWaha.Session session = waha.session("groom").ready(4_915_100_000_001L);

        waha.stub.status("groom", "FAILED");

        assertThat(session.heard(EngineEvent.Disconnected.class).reason()).isEqualTo("WAHA says failed");
    }

    @Test
    void loggingOutUnlinksThePhoneAndStopsTheSessionAtWaha() {
        TestWaha.Session session = waha.session("groom").ready(4_915_100_000_001L);

        session.connection.logOut();
        session.heard(EngineEvent.LoggedOut.class);

        assertThat(waha.stub.show("groom").path("status").asString()).isEqualTo("STOPPED");
        assertThat(waha.stub.show("groom").path("me").isNull()).isTrue();
    }

    @Test
    void aWahaThatIsNotThereDisconnects() {
        TestWaha.Session session = waha.session("groom");
        stub.close();

        session.connection.connect();

        assertThat(session.heard(EngineEvent.Disconnected.class).reason()).contains("cannot be reached");
    }

    @Test
    void aWrongKeyFailsForGoodAndIsNotRepeatedInTheReason() {
        TestWaha.Session session = waha.session("groom", Map.of("apiKey", "wrong-key-0815"), Optional.empty());

        session.connection.connect();

        assertThat(session.heard(EngineEvent.Failed.class).reason())
                .contains("API key")
                .doesNotContain("0815");
    }

    @Test
    void twoSessionsLiveSideBySideOnOneWaha() {
        TestWaha.Session groom = waha.session("groom").ready(4_915_100_000_001L);
        TestWaha.Session bride = waha.session("bride").ready(4_915_100_000_002L);

        waha.stub.unlink("bride");
        bride.heard(EngineEvent.LoggedOut.class);

        assertThat(groom.said(EngineEvent.LoggedOut.class)).isEmpty();
        assertThat(groom.said(EngineEvent.Ready.class)).hasSize(1);
    }

    @Test
    void aSessionThatReportsToUsAlreadyIsLeftAsItIs() {
        waha.session("groom").ready(4_915_100_000_001L).close();
        waha.http.sent.clear();

        TestWaha.Session again = waha.session("groom", Map.of(), LINKED);
        again.connection.connect();
        again.heard(EngineEvent.Ready.class);

        assertThat(waha.http.sent).noneMatch(sent -> sent.method().equals("PUT"));
    }

    @Test
    void nothingIsSaidAfterClosing() {
        TestWaha.Session session = waha.session("groom").ready(4_915_100_000_001L);
        session.close();

        session.connection.refresh();
        session.connection.logOut();
        await().atMost(TestWaha.PATIENCE).until(() -> waha.stub.calls().has("POST /api/sessions/groom/stop"));

        assertThat(session.said(EngineEvent.LoggedOut.class)).isEmpty();
    }
}
