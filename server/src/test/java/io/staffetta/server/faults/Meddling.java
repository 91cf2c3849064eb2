package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/** What people do to campaigns while they run: give them another number, pause them for a moment, ask to be left alone. */
final class Meddling {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONGEST_PAUSE_MS = 300;

    private final ApiClient api;
    private final Random random;
    private final List<String> campaigns;
    private final List<String> sessions;
    private final LongSupplier person;
    private int changes;
    private int pauses;
    private int optOuts;

    /**
     * Meddles with these campaigns.
     *
     * @param sessions the numbers that they may go over to
     * @param person whoever is the next to ask to be left alone, in E.164 digits
     */
    Meddling(ApiClient api, Random random, List<String> campaigns, List<String> sessions, LongSupplier person) {
        this.api = api;
        this.random = random;
        this.campaigns = List.copyOf(campaigns);
        this.sessions = List.copyOf(sessions);
        this.person = person;
    }

    /** All of that once. What is refused, as of a campaign that is done, counts for nothing. */
    void once() {
        changeNumber();
        pause();
        optOut();
    }

    /** To whichever it is not with yet. */
    private void changeNumber() {
        String campaign = "/api/v1/campaigns/" + any(campaigns) + "/session";
        boolean changed = sessions.stream()
                .anyMatch(session ->
                        api.put(campaign, Map.of("sessionId", session)).ok());
        changes += changed ? 1 : 0;
    }

    private void pause() {
        String campaign = "/api/v1/campaigns/" + any(campaigns);
        if (!api.post(campaign + "/pause", Map.of()).ok()) {
            return;
        }
        pauses++;
        await().pollDelay(Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MS))).until(() -> true);
        await("resumed " + campaign).atMost(PATIENCE).until(() -> {
            ApiClient.Answer answer = api.post(campaign + "/resume", Map.of());
            return answer.ok() || answer.status() == 409;
        });
    }

    private void optOut() {
        boolean noted = api.post("/api/v1/opt-outs", Map.of("phone", "+" + person.getAsLong()))
                .ok();
        optOuts += noted ? 1 : 0;
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Whether each of the three happened. */
    boolean complete() {
        return changes > 0 && pauses > 0 && optOuts > 0;
    }

    @Override
    public String toString() {
        return "%d changes of number, %d pauses, %d opt-outs".formatted(changes, pauses, optOuts);
    }
}
