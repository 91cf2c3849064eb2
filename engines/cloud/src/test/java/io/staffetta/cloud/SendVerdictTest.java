package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.engine.SendOutcome.Scope;
import io.staffetta.core.message.EndReason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.MissingNode;

class SendVerdictTest {

    @Test
    void aSuccessWithAnIdIsAccepted() {
        assertThat(outcome(200, "{\"messages\":[{\"id\":\"wamid.1\"}]}"))
                .isEqualTo(new SendOutcome.Accepted("wamid.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"messages\":[]}",
                "{\"messages\":[{\"id\":\"\"}]}",
                "{\"messages\":[{\"id\":5}]}",
                "{\"messages\":{\"id\":\"wamid.1\"}}",
                "{\"messages\":[{\"id\":\"wamid.1\"}],\"error\":{\"code\":131000}}"
            })
    void aSuccessWithoutACredibleIdIsUnknown(String body) {
        assertThat(outcome(200, body)).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void anEmptySuccessIsUnknown() {
        Reply empty = new Reply.Answer(200, MissingNode.getInstance(), Optional.empty());

        assertThat(SendVerdict.of(empty).outcome()).isEqualTo(new SendOutcome.Unknown("http_200_without_id"));
    }

    @Test
    void nothingReachedIsNotSentAndAnAnswerThatNeverCameIsUnknown() {
        assertThat(SendVerdict.of(new Reply.NotSent("ConnectException")).outcome())
                .isEqualTo(new SendOutcome.NotSent(Cause.UNREACHABLE, "ConnectException", Optional.empty()));
        assertThat(SendVerdict.of(new Reply.Lost("time_out")).outcome()).isEqualTo(new SendOutcome.Unknown("time_out"));
    }

    @Test
    void tooManyRequestsAreNotSentEvenWithoutACode() {
        Reply busy = new Reply.Answer(429, MissingNode.getInstance(), Optional.of(Duration.ofSeconds(7)));

        assertThat(SendVerdict.of(busy).outcome())
                .isEqualTo(new SendOutcome.NotSent(Cause.THROTTLED, "http_429", Optional.of(Duration.ofSeconds(7))));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 408, 500, 502, 503, 504})
    void aStatusWithoutADocumentedRefusalIsUnknown(int status) {
        Reply bare = new Reply.Answer(status, MissingNode.getInstance(), Optional.empty());

        assertThat(SendVerdict.of(bare).outcome()).isEqualTo(new SendOutcome.Unknown("http_" + status));
    }

    @Test
    void aDocumentedRefusalCountsWhateverTheStatus() {
        assertThat(outcome(503, error(131016)))
                .isEqualTo(new SendOutcome.NotSent(Cause.THROTTLED, "131016", Optional.empty()));
        assertThat(outcome(500, error(131000)))
                .isEqualTo(new SendOutcome.NotSent(Cause.THROTTLED, "131000", Optional.empty()));
    }

    @Test
    void anUnknownCodeIsRefusedIfTheRequestIsToBlameAndUnknownIfMetaIs() {
        assertThat(outcome(400, error(131099))).isEqualTo(new SendOutcome.Refused(EndReason.REFUSED, "131099"));
        assertThat(outcome(500, error(131099))).isEqualTo(new SendOutcome.Unknown("http_500"));
    }

    @Test
    void refusalsSayHowFarTheyReach() {
        assertThat(outcome(400, error(131026)))
                .isEqualTo(new SendOutcome.Refused(EndReason.NOT_ON_WHATSAPP, "131026", Scope.MESSAGE));
        assertThat(outcome(400, error(131050)))
                .isEqualTo(new SendOutcome.Refused(EndReason.OPTED_OUT, "131050", Scope.PERSON));
        assertThat(outcome(400, error(131021)))
                .isEqualTo(new SendOutcome.Refused(EndReason.INVALID_NUMBER, "131021", Scope.MESSAGE));
        assertThat(outcome(400, error(132015)))
                .isEqualTo(new SendOutcome.Refused(EndReason.REFUSED, "132015", Scope.TEMPLATE));
    }

    @Test
    void whatConcernsOnePersonIsLaidOnThatPersonOnly() {
        assertThat(outcome(400, error(131056)))
                .isEqualTo(new SendOutcome.NotSent(Cause.PERSON_THROTTLED, "131056", Optional.empty()));
        assertThat(outcome(400, error(131049)))
                .isEqualTo(
                        new SendOutcome.NotSent(Cause.PERSON_THROTTLED, "131049", Optional.of(Duration.ofHours(24))));
    }

    @Test
    void whatStopsTheNumberKeepsTheMessage() {
        assertThat(outcome(401, error(190)))
                .isEqualTo(new SendOutcome.NotSent(Cause.SESSION_NOT_READY, "190", Optional.empty()));
    }

    private static SendOutcome outcome(int status, String body) {
        return SendVerdict.of(new Reply.Answer(status, Json.MAPPER.readTree(body), Optional.empty()))
                .outcome();
    }

    private static String error(int code) {
        return "{\"error\":{\"message\":\"no\",\"type\":\"OAuthException\",\"code\":" + code + "}}";
    }
}
