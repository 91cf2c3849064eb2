package io.staffetta.server.pigeon;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.core.engine.WebhookReading;
import io.staffetta.core.engine.WebhookReading.Heard;
import io.staffetta.core.message.ReceiptLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a {@link PigeonEngine} is called with: lines of words. A line may begin with {@code @account}. {@code key K} names
 * the call; {@code wrote ID WHO TEXT}, {@code out ID WHO}, {@code in ID WHO}, {@code known WHO PHONE} and
 * {@code receipt ID LEVEL [ATTEMPT]}, {@code rated QUALITY} say something; {@code boom} makes reading it fail. Who is digits or a name.
 */
public final class PigeonPost {

    private static final String SEAL = "x-seal";

    private PigeonPost() {}

    /** The seal of a body, made with this key. */
    public static String seal(String key, String body) {
        return Integer.toHexString((key + body).hashCode());
    }

    static WebhookCheck check(Link link, InboundCall call) {
        if (call.method().equals("GET")) {
            return new WebhookCheck.Answer(call.query().getOrDefault("challenge", ""));
        }
        String body = new String(call.body(), StandardCharsets.UTF_8);
        String key = link.settings().getOrDefault("seal", "");
        if (!seal(key, body).equals(call.headers().get(SEAL))) {
            return new WebhookCheck.Forged("wrong_seal");
        }
        return new WebhookCheck.Genuine(body.lines()
                .filter(line -> line.startsWith("key "))
                .map(line -> line.substring(4))
                .findFirst());
    }

    static WebhookReading read(byte[] body) {
        List<Heard> heard = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
            Optional<String> account =
                    line.startsWith("@") ? Optional.of(line.substring(1, line.indexOf(' '))) : Optional.empty();
            String[] words = (account.isPresent() ? line.substring(line.indexOf(' ') + 1) : line).split(" ", 4);
            switch (words[0]) {
                case "key" -> {}
                case "boom" -> throw new IllegalArgumentException("boom");
                case "wrote", "out", "in", "known", "receipt", "rated" -> heard.add(new Heard(account, event(words)));
                default -> skipped.add("a line that is not understood");
            }
        }
        return new WebhookReading(heard, skipped);
    }

    private static EngineEvent event(String[] words) {
        Instant now = Instant.now();
        return switch (words[0]) {
            case "wrote" ->
                new EngineEvent.Inbound(words[1], person(words[2]), EngineEvent.Inbound.Kind.TEXT, words[3], now);
            case "rated" -> new EngineEvent.Rated(NumberQuality.of(words[1]));
            case "out" -> new EngineEvent.OptedOut(person(words[2]), words[1], now);
            case "in" -> new EngineEvent.OptedIn(person(words[2]), words[1], now);
            case "known" ->
                new EngineEvent.PersonKnown(
                        new Person(OptionalLong.of(Long.parseLong(words[2])), Optional.of(words[1]), Optional.empty()));
            default ->
                new EngineEvent.Receipt(
                        words[1],
                        ReceiptLevel.valueOf(words[2].toUpperCase(Locale.ROOT)),
                        now,
                        words.length > 3 ? Optional.of(UUID.fromString(words[3])) : Optional.empty());
        };
    }

    private static Person person(String who) {
        return who.matches("[0-9]+") ? Person.of(Long.parseLong(who)) : Person.of(who);
    }
}
