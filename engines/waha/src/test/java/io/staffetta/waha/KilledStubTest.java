package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.waha.stub.Mood;
import io.staffetta.waha.stub.StubBehaviour;
import io.staffetta.waha.stub.StubLedger;
import io.staffetta.waha.stub.StubProcess;
import io.staffetta.waha.stub.WahaStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WAHA dies in the middle of things, as processes do. */
final class KilledStubTest {

    private static final long ANNA = 4_915_112_345_678L;
    private static final Optional<Credentials> LINKED = Optional.of(new Credentials(new byte[] {1}));

    @TempDir
    Path folder;

    @Test
    void aMessageUnderWayIsUnknownAndItsEvidenceIsFoundLater() {
        StubProcess first = new StubProcess(0, folder, TestWaha.API_KEY);
        try (first;
                TestWaha waha = new TestWaha(first.port())) {
            TestWaha.Session groom = waha.session("groom").ready(4_915_100_000_001L);
            waha.stub.expect("groom", Mood.SLOW);
            String id = groom.connection.messageId("3EB0PROPOSED", Duration.ofSeconds(5));
            OutboundMessage message = new OutboundMessage(UUID.randomUUID(), id, ANNA, "hello", true);
            CompletableFuture<SendOutcome> outcome =
                    CompletableFuture.supplyAsync(() -> groom.connection.send(message, TestWaha.PATIENCE));
            Awaitility.await()
                    .atMost(TestWaha.PATIENCE)
                    .until(() -> StubLedger.read(WahaStub.ledgerIn(folder)).size() == 1);

            first.kill();

            assertThat(outcome.join()).isInstanceOf(SendOutcome.Unknown.class);
            groom.heard(EngineEvent.Disconnected.class);
            groom.close();
            try (StubProcess second = new StubProcess(first.port(), folder, TestWaha.API_KEY)) {
                assertThat(second.port()).isEqualTo(first.port());
                TestWaha.Session again = waha.session("groom", Map.of(), LINKED);
                again.connection.connect();
                again.heard(EngineEvent.Ready.class);

                assertThat(again.connection.lookUp(id, ANNA, TestWaha.PATIENCE)).isInstanceOf(Evidence.Found.class);
                assertThat(StubLedger.read(WahaStub.ledgerIn(folder))).hasSize(1);
            }
        }
    }

    @Test
    void whateverTheMomentOfDeathNothingIsTwiceAndNothingAcceptedIsMissing() {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        Set<String> unclear = ConcurrentHashMap.newKeySet();
        int port = 0;
        for (int round = 0; round < 4; round++) {
            try (StubProcess process = new StubProcess(port, folder, TestWaha.API_KEY);
                    TestWaha waha = new TestWaha(process.port())) {
                port = process.port();
                TestWaha.Session groom = round == 0
                        ? waha.session("groom").ready(4_915_100_000_001L)
                        : waha.session("groom", Map.of(), LINKED);
                groom.connection.connect();
                groom.heard(EngineEvent.Ready.class);
                waha.stub.behave("groom", StubBehaviour.GOOD.silent());
                int before = StubLedger.read(WahaStub.ledgerIn(folder)).size();
                int now = round;
                CompletableFuture<Void> sending =
                        CompletableFuture.runAsync(() -> sendUntilItBreaks(groom, "round " + now, accepted, unclear));
                Awaitility.await()
                        .atMost(TestWaha.PATIENCE)
                        .until(() -> StubLedger.read(WahaStub.ledgerIn(folder)).size() >= before + 5);
                process.kill();
                sending.join();
            }
        }

        List<String> texts = StubLedger.read(WahaStub.ledgerIn(folder)).stream()
                .map(StubLedger.Entry::text)
                .toList();
        assertThat(texts).doesNotHaveDuplicates().containsAll(accepted);
        Set<String> known = new HashSet<>(accepted);
        known.addAll(unclear);
        assertThat(known).containsAll(texts);
    }

    private static void sendUntilItBreaks(
            TestWaha.Session session, String name, Set<String> accepted, Set<String> unclear) {
        for (int i = 0; i < 10_000; i++) {
            String text = name + " message " + i;
            switch (session.send(ANNA, text)) {
                case SendOutcome.Accepted _ -> accepted.add(text);
                case SendOutcome.Unknown _ -> {
                    unclear.add(text);
                    return;
                }
                case SendOutcome.NotSent _, SendOutcome.Refused _ -> {
                    return;
                }
            }
        }
    }
}
