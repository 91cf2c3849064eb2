package io.staffetta.server.webhook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is to be; null leaves as it is. An empty session or campaign stands for all of them.
 *
 * @param events types, all of a kind such as {@code message.*}, or {@code *}
 */
public record EndpointChange(
        @Nullable String url,
        @Nullable String description,
        @Nullable List<String> events,
        @Nullable String sessionId,
        @Nullable String campaignId,
        @Nullable Boolean enabled) {

    /** Copies what could change. */
    public EndpointChange {
        events = events == null ? null : events.stream().distinct().toList();
    }

    /** What was asked for, for the audit: an address may hold a secret in its query, so only its host is told. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (url != null) {
            facts.put("host", String.valueOf(java.net.URI.create(url).getHost()));
        }
        if (events != null) {
            facts.put("events", events);
        }
        if (sessionId != null) {
            facts.put("session", sessionId);
        }
        if (campaignId != null) {
            facts.put("campaign", campaignId);
        }
        if (enabled != null) {
            facts.put("enabled", enabled);
        }
        return facts;
    }
}
