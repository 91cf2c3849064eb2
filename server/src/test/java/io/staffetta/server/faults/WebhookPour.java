package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Many people write to a number of the Cloud API at once: signed webhooks pour in, one for each of them, whoever is there
 * to take them. What was not taken is repeated later, as Meta does; some of what was taken is repeated, too.
 */
final class WebhookPour implements AutoCloseable {

    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String number;
    private final String appSecret;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final URI target;
    private volatile boolean pouring = true;

    /** Nobody writes yet. */
    WebhookPour(String number, String appSecret, URI target) {
        this.number = number;
        this.appSecret = appSecret;
        this.target = target;
    }

    /** From now on until it is closed; answers itself. */
    WebhookPour begin() {
        for (int i = 0; i < AT_ONCE; i++) {
            Thread.ofVirtual().start(this::pour);
        }
        return this;
    }

    /** The ids of the messages whose webhook was answered with success. */
    Set<String> taken() {
        return taken;
    }

    /** How often there was another answer than success, by status. */
    Map<String, Integer> refusals() {
        return refusals;
    }

    /** Waits until so many more are taken. */
    void awaitMore(int more) {
        int goal = taken.size() + more;
        await("webhooks that are taken; others were answered " + refusals)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> taken.size() >= goal);
    }

    private void pour() {
        while (pouring) {
            int person = next.incrementAndGet();
            String id = "wamid.pour." + person;
            byte[] body = body(person, id);
            if (post(body) == 200) {
                taken.add(id);
                if (person % 7 == 0) {
                    post(body);
                }
            }
        }
    }

    private byte[] body(int person, String id) {
        String words = person % 5 == 0 ? "STOP" : "Ciao " + person;
        return """
                {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
                "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000000","phone_number_id":"%s"},\
                "contacts":[{"profile":{"name":"A person"},"wa_id":"%2$s"}],"messages":[{"from":"%2$s","id":"%3$s",\
                "timestamp":"1790000000","type":"text","text":{"body":"%4$s"}}]}}]}]}
                """.formatted(number, phone(person), id, words).getBytes(StandardCharsets.UTF_8);
    }

    private static String phone(int person) {
        return "39335%07d".formatted(person);
    }

    private int post(byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", sign(body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                refusals.merge(Integer.toString(status), 1, Integer::sum);
            }
            return status;
        } catch (IOException e) {
            refusals.merge("none", 1, Integer::sum);
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private String sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody writes any more; what is on its way is waited for. */
    void end() {
        pouring = false;
        http.close();
    }

    @Override
    public void close() {
        end();
    }
}
