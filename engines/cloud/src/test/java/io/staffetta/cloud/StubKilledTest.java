package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other side dies in the middle of a message, and comes back. */
class StubKilledTest {

    private static final long ANA = 628111111111L;

    @TempDir
    Path folder;

    @Test
    void aKillInTheMiddleOfAMessageIsUnknownAndAfterItNothingLeavesUntilTheOtherSideIsBack() throws Exception {
        Path ledger = folder.resolve("ledger.jsonl");
        CloudStubProcess stub = CloudStubProcess.start(ledger);
        int port = stub.port();
        try (TestNumber number = TestNumber.ready(stub)) {
            stub.plan(Long.toString(ANA), Map.of("kind", "ACCEPT_THEN_HANG"));
            OutboundMessage message = TestNumber.message(ANA);
            CompletableFuture<SendOutcome> outcome =
                    CompletableFuture.supplyAsync(() -> number.connection.send(message, TestNumber.PATIENCE));
            Awaitility.await()
                    .atMost(TestNumber.PATIENCE)
                    .until(() -> !stub.taken().isEmpty());

            stub.kill();

            assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Unknown.class);
            Awaitility.await()
                    .atMost(TestNumber.PATIENCE)
                    .untilAsserted(() -> assertThat(number.send(ANA))
                            .isInstanceOfSatisfying(
                                    SendOutcome.NotSent.class,
                                    notSent -> assertThat(notSent.cause()).isEqualTo(Cause.UNREACHABLE)));
            assertThat(number.heard(EngineEvent.Failed.class)).isEmpty();
            sendsAgain(number, ledger, port);
        } finally {
            stub.close();
        }
    }

    private static void sendsAgain(TestNumber number, Path ledger, int port) {
        try (CloudStubProcess back = CloudStubProcess.start(ledger, port)) {
            back.number(TestNumber.ID, TestNumber.TOKEN, "+1 555-000-1234");
            assertThat(number.send(ANA)).isInstanceOf(SendOutcome.Accepted.class);
            assertThat(back.taken())
                    .hasSize(2)
                    .extracting(CloudStubProcess.Taken::callback)
                    .doesNotHaveDuplicates();
        }
    }
}
