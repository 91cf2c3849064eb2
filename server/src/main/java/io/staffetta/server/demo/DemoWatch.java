package io.staffetta.server.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Waits for what the demo is about to see. A slow machine is no failure: patience begins anew with every step that is
 * made. Where nothing moves any more, it says what waits, and why.
 */
final class DemoWatch {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int SHOWN_EVERY = 4;

    private final DemoApi api;
    private final Consumer<String> say;
    private final Duration patience;
    private int shown;

    /** @param patience how long nothing may move */
    DemoWatch(DemoApi api, Consumer<String> say, Duration patience) {
        this.api = api;
        this.say = say;
        this.patience = patience;
    }

    /** Waits until a session is in this state, and returns it. */
    JsonNode awaitState(String id, String wanted) throws IOException, InterruptedException {
        String seen = "";
        Instant moved = Instant.now();
        while (true) {
            JsonNode session = api.get("/api/v1/sessions/" + id);
            String state = session.path("state").asString("");
            if (state.equals(wanted)) {
                return session;
            }
            if (!state.equals(seen)) {
                seen = state;
                moved = Instant.now();
            }
            if (isOver(moved)) {
                throw new IOException(stuck("session " + id + " did not become " + wanted, session(session)));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /** Waits until a campaign has sent this many of its messages. */
    void awaitSent(String id, int wanted, int all) throws IOException, InterruptedException {
        String seen = "";
        Instant moved = Instant.now();
        while (true) {
            JsonNode campaign = api.get("/api/v1/campaigns/" + id);
            JsonNode counters = campaign.path("counters");
            int sent = counters.path("sent").asInt();
            if (sent >= shown + SHOWN_EVERY || (sent >= wanted && sent > shown)) {
                shown = sent;
                say.accept(sent + " of " + all + " sent");
            }
            if (sent >= wanted) {
                return;
            }
            if (!counters.toString().equals(seen)) {
                seen = counters.toString();
                moved = Instant.now();
            }
            if (isOver(moved)) {
                throw new IOException(stuck(sent + " of " + all + " were sent", whatWaits(campaign)));
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private boolean isOver(Instant moved) {
        return Instant.now().isAfter(moved.plus(patience));
    }

    private String stuck(String what, String why) {
        return what + ", and nothing moved for " + patience.toSeconds() + " s:\n" + why;
    }

    private String whatWaits(JsonNode campaign) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        text.append("  campaign %s %s, waits for %s, %s%n"
                .formatted(
                        campaign.path("status").asString(""),
                        campaign.path("statusReason").asString(""),
                        campaign.path("wait"),
                        campaign.path("counters")));
        for (JsonNode session : api.get("/api/v1/sessions").path("items")) {
            text.append(session(session));
        }
        text.append("  clock %s%n".formatted(api.get("/api/v1/simulator/clock")));
        String path =
                "/api/v1/messages?limit=1000&campaignId=" + campaign.path("id").asString();
        for (JsonNode message : api.get(path).path("items")) {
            if (message.path("sentAt").isNull()) {
                text.append("  message %s: %s %s, due %s, attempts %s %s%n"
                        .formatted(
                                message.path("id").asString(),
                                message.path("status").asString(""),
                                message.path("reason").asString(""),
                                message.path("dueAt").asString(""),
                                message.path("attempts").asString(""),
                                message.path("lastError").asString("")));
            }
        }
        return text.toString();
    }

    private static String session(JsonNode session) {
        return "  session %s: %s %s%n"
                .formatted(
                        session.path("id").asString(""),
                        session.path("state").asString(""),
                        session.path("reason").asString(""));
    }
}
