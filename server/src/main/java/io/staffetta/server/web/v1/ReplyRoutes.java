package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.CampaignReplies;
import io.staffetta.server.queue.CampaignReplies.Reply;
import io.staffetta.server.queue.MessageFilters;
import io.staffetta.server.queue.RecipientNames;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who answered a campaign: the people behind its counter {@code replied}. */
@Tag(name = "Campaigns")
@RestController
class ReplyRoutes {

    private final MessageFilters filters;
    private final CampaignReplies replies;
    private final RecipientNames names;

    ReplyRoutes(MessageFilters filters, CampaignReplies replies, RecipientNames names) {
        this.filters = filters;
        this.replies = replies;
        this.names = names;
    }

    /**
     * The first answer of one person.
     *
     * @param messageId the message that it answers
     * @param from with its plus; null once the person was erased
     * @param international the same with spaces, as people write it abroad
     * @param name what the person is called, or null
     * @param step 0 for the first message, then the follow-ups
     * @param text what they wrote, or null if that is no longer kept
     */
    record ReplyAnswer(
            long messageId,
            @Nullable String from,
            @Nullable String international,
            @Nullable String name,
            int step,
            @Nullable String text,
            Instant at) {

        @Override
        public String toString() {
            return "ReplyAnswer[" + messageId + "]";
        }
    }

    @Operation(summary = "Who answered a campaign, each person once, with their first answer")
    @GetMapping("/api/v1/campaigns/{campaign}/replies")
    Page<ReplyAnswer> list(
            Caller caller,
            @PathVariable String campaign,
            Paging paging,
            @RequestParam(defaultValue = "oldest") MessageRoutes.Order order) {
        long campaignPk = filters.campaign(caller.ownerId(), campaign);
        boolean newest = order == MessageRoutes.Order.newest;
        Page<Reply> page = paging.page(
                replies.list(caller.ownerId(), campaignPk, paging.after(), paging.rows(), newest), Reply::id);
        Map<Long, String> called = names.of(
                caller.ownerId(), page.items().stream().map(Reply::messageId).toList());
        return new Page<>(
                page.items().stream()
                        .map(reply -> answer(reply, called.get(reply.messageId())))
                        .toList(),
                page.next());
    }

    private static ReplyAnswer answer(Reply reply, @Nullable String name) {
        boolean erased = reply.phone() < 0;
        return new ReplyAnswer(
                reply.messageId(),
                MessageViews.number(reply.phone()),
                MessageViews.abroad(reply.phone()),
                erased ? null : name,
                reply.step(),
                erased ? null : reply.text(),
                reply.at());
    }
}
