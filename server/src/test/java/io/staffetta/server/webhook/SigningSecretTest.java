package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningSecretTest {

    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final SigningSecret published = SigningSecret.of("whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    @Test
    void thePublishedExampleOfStandardWebhooksIsSignedAsPublished() {
        assertThat(published.signature(ID, 1614265330, BODY)).isEqualTo(SIGNED);
    }

    @Test
    void twoSecretsGiveTwoSignaturesInOneHeader() {
        SigningSecret other = new SigningSecret(new byte[24]);
        assertThat(SigningSecret.header(List.of(other, published), ID, 1614265330, BODY))
                .isEqualTo(other.signature(ID, 1614265330, BODY) + " " + SIGNED);
    }

    @Test
    void idTimeAndBodyAreAllSigned() {
        assertThat(published.signature(ID + "x", 1614265330, BODY)).isNotEqualTo(SIGNED);
        assertThat(published.signature(ID, 1614265331, BODY)).isNotEqualTo(SIGNED);
        assertThat(published.signature(ID, 1614265330, new byte[0])).isNotEqualTo(SIGNED);
    }

    @Test
    void aSecretIsReadBackAsItWasShown() {
        SigningSecret shown = new SigningSecret(new byte[] {1, 2, 3, -4});
        assertThat(SigningSecret.of(shown.shown()).bytes()).containsExactly(1, 2, 3, -4);
    }
}
