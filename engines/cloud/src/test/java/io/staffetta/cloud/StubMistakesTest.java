package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.cloud.stub.CloudStubProcess;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever drives the stand-in wrongly is told so, and does not wait for ever. */
class StubMistakesTest {

    @TempDir
    Path folder;

    @Test
    void aNumberThatLacksSomethingIsAnsweredAsAMistake() {
        try (CloudStubProcess stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"))) {
            assertThatThrownBy(() -> stub.drive("number", Map.of("id", "1", "token", "t")))
                    .hasMessage("the stub answers 400");
            assertThatThrownBy(() -> stub.drive("plan", Map.of("next", new int[] {1})))
                    .hasMessage("the stub answers 400");
            assertThat(stub.drive("statuses", new String[] {"sent"}).isObject()).isTrue();
        }
    }
}
