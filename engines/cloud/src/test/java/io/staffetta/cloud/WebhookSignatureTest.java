package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.WebhookCheck;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {

    private static final byte[] BODY =
            "{\"object\":\"whatsapp_business_account\",\"é\":1}".getBytes(StandardCharsets.UTF_8);
    private static final CloudSettings SETTINGS =
            CloudSettings.of(TestNumber.link(Map.of()).settings());

    @Test
    void theRightWordGetsItsChallengeBack() {
        assertThat(check(challenge(TestNumber.VERIFY, "1158201444"))).isEqualTo(new WebhookCheck.Answer("1158201444"));
    }

    @Test
    void aWrongWordOrAChallengeThatIsNoneGetsNothingBack() {
        assertThat(check(challenge("another", "1158201444"))).isEqualTo(new WebhookCheck.Forged("verify_token"));
        assertThat(check(challenge("", "1158201444"))).isEqualTo(new WebhookCheck.Forged("verify_token"));
        assertThat(check(challenge(TestNumber.VERIFY, "<script>"))).isEqualTo(new WebhookCheck.Forged("challenge"));
        assertThat(check(new InboundCall("GET", Map.of(), Map.of(), new byte[0])))
                .isEqualTo(new WebhookCheck.Forged("verify_token"));
    }

    @Test
    void aCallThatIsSignedOverItsRawBodyIsGenuineAndSaysWhatItsRepetitionsSay() throws Exception {
        WebhookCheck once = check(post(signature(TestNumber.APP_SECRET, BODY), BODY));
        WebhookCheck again = check(post(signature(TestNumber.APP_SECRET, BODY), BODY));

        assertThat(once)
                .isInstanceOfSatisfying(
                        WebhookCheck.Genuine.class,
                        genuine -> assertThat(genuine.repeatKey()).isPresent());
        assertThat(again).isEqualTo(once);
    }

    @Test
    void aSignatureOfAnotherSecretOrAnotherBodyIsForged() throws Exception {
        assertThat(check(post(signature("another", BODY), BODY))).isEqualTo(new WebhookCheck.Forged("signature"));
        assertThat(check(post(signature(TestNumber.APP_SECRET, BODY), "{}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(new WebhookCheck.Forged("signature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256=", "sha256=zz", "sha1=00", "sha256=00", "sha256"})
    void aHeaderThatIsNoSignatureIsForged(String header) {
        assertThat(check(post(header, BODY))).isEqualTo(new WebhookCheck.Forged("signature_missing"));
    }

    @Test
    void anotherMethodIsForged() {
        assertThat(check(new InboundCall("PUT", Map.of(), Map.of(), BODY)))
                .isEqualTo(new WebhookCheck.Forged("method"));
    }

    static String signature(String secret, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static InboundCall challenge(String word, String challenge) {
        Map<String, String> query =
                Map.of("hub.mode", "subscribe", "hub.verify_token", word, "hub.challenge", challenge);
        return new InboundCall("GET", query, Map.of(), new byte[0]);
    }

    private static InboundCall post(String signature, byte[] body) {
        return new InboundCall("POST", Map.of(), Map.of("x-hub-signature-256", signature), body);
    }

    private static WebhookCheck check(InboundCall call) {
        return WebhookSignature.check(SETTINGS, call);
    }
}
