package io.staffetta.waha;

import io.staffetta.waha.WahaSettings.Hook;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a session of WAHA must be configured with to report to us. Everything else in its configuration stays. */
final class Hooks {

    private static final List<String> EVENTS = List.of("session.status", "message.any", "message.ack");
    private static final String OURS = "/inbound/waha/";

    private Hooks() {}

    /**
     * The configuration that a session should have, if it is not the one it has.
     *
     * @param config as WAHA shows it; missing if there is none
     */
    static Optional<Map<String, Object>> missing(Hook hook, JsonNode config) {
        if (hook.url().isEmpty()) {
            return Optional.empty();
        }
        String url = hook.url().get();
        List<Object> webhooks = new ArrayList<>();
        boolean there = false;
        boolean stale = false;
        for (JsonNode known : config.path("webhooks")) {
            String at = Wire.text(known, "url");
            if (at.equals(url) && !there && complete(known, hook)) {
                there = true;
                webhooks.add(known);
            } else if (at.equals(url) || formerlyOurs(at, url)) {
                stale = true;
            } else {
                webhooks.add(known);
            }
        }
        if (there && !stale) {
            return Optional.empty();
        }
        if (!there) {
            webhooks.add(entry(hook, url));
        }
        Map<String, Object> wanted = new LinkedHashMap<>();
        config.properties().forEach(field -> wanted.put(field.getKey(), field.getValue()));
        wanted.put("webhooks", webhooks);
        return Optional.of(wanted);
    }

    private static Map<String, Object> entry(Hook hook, String url) {
        return Map.of(
                "url",
                url,
                "events",
                EVENTS,
                "hmac",
                Map.of("key", hook.key()),
                "retries",
                Map.of("policy", "exponential", "delaySeconds", 2, "attempts", 15));
    }

    private static boolean complete(JsonNode known, Hook hook) {
        List<String> events = new ArrayList<>();
        known.path("events").forEach(event -> events.add(event.asString("")));
        return (events.containsAll(EVENTS) || events.contains("*"))
                && Wire.text(known.path("hmac"), "key").equals(hook.key());
    }

    /** Of an address of ours that holds no longer; WAHA would call it for ever. */
    private static boolean formerlyOurs(String at, String url) {
        try {
            URI other = URI.create(at);
            URI ours = URI.create(url);
            return other.getPath() != null
                    && other.getPath().startsWith(OURS)
                    && String.valueOf(other.getAuthority()).equals(ours.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
