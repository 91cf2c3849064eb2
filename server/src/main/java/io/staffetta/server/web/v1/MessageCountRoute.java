package io.staffetta.server.web.v1;

import io.staffetta.core.message.MessageState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.LastSent;
import io.staffetta.server.queue.MessageCounts;
import io.staffetta.server.queue.MessageFilters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How many messages are where, and when the last one left. */
@Tag(name = "Messages")
@RestController
class MessageCountRoute {

    private final MessageCounts counts;
    private final LastSent lastSent;
    private final MessageFilters filters;

    MessageCountRoute(MessageCounts counts, LastSent lastSent, MessageFilters filters) {
        this.counts = counts;
        this.lastSent = lastSent;
        this.filters = filters;
    }

    /**
     * How many there are.
     *
     * @param most up to how many are counted: a state with that many may have more
     * @param byStatus every status that was asked for
     */
    record Counted(int most, Map<String, Integer> byStatus) {}

    @Operation(summary = "How many messages are in each status, counted up to a limit that the answer names")
    @GetMapping("/api/v1/messages/counts")
    Counted count(
            Caller caller,
            @RequestParam @Nullable String campaignId,
            @RequestParam @Nullable String sessionId,
            @RequestParam @Nullable String status) {
        Map<String, Integer> byStatus = new LinkedHashMap<>();
        Map<MessageState, Integer> counted =
                counts.of(caller.ownerId(), filters.read(caller.ownerId(), campaignId, sessionId, status));
        counted.forEach((state, count) -> byStatus.put(state.code(), count));
        return new Counted(MessageCounts.MOST, byStatus);
    }

    /**
     * When the last message left.
     *
     * @param at in real time; null if none did
     */
    record Left(@Nullable Instant at) {}

    @Operation(summary = "When the last message of a campaign, of a session or of all left")
    @GetMapping("/api/v1/messages/last-sent")
    Left lastSent(Caller caller, @RequestParam @Nullable String campaignId, @RequestParam @Nullable String sessionId) {
        return new Left(lastSent.of(caller.ownerId(), filters.read(caller.ownerId(), campaignId, sessionId, null))
                .orElse(null));
    }
}
