package io.staffetta.server.dispatch;

import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The texts of claimed messages; those that cannot be rendered fail on the spot. */
final class Texts {

    private static final Logger log = LoggerFactory.getLogger(Texts.class);

    private final MessageTexts texts;
    private final Progress progress;

    Texts(MessageTexts texts, Progress progress) {
        this.texts = texts;
        this.progress = progress;
    }

    /** The texts by message id; a message without one has ended. */
    Map<Long, MessageTexts.Rendered.Text> of(List<Claimed> claims) {
        Map<Long, MessageTexts.Rendered.Text> ready = new HashMap<>();
        Map<Long, MessageTexts.Rendered> rendered = render(claims);
        for (Claimed claim : claims) {
            if (claim.body() != null) {
                ready.put(
                        claim.id(),
                        new MessageTexts.Rendered.Text(
                                claim.body(),
                                claim.content().template(),
                                claim.content().media()));
                continue;
            }
            MessageTexts.Rendered mine = rendered.get(claim.id());
            hear(claim, mine);
            switch (mine) {
                case MessageTexts.Rendered.Text text -> ready.put(claim.id(), text);
                case MessageTexts.Rendered.Unrenderable unrenderable ->
                    progress.unrenderable(claim, unrenderable.detail());
                case null -> progress.unrenderable(claim, "nobody to write to");
            }
        }
        return ready;
    }

    private void hear(Claimed claim, MessageTexts.@Nullable Rendered rendered) {
        Long campaign = claim.campaignId();
        if (campaign == null || rendered == null) {
            return;
        }
        try {
            texts.goes(claim.ownerId(), campaign, rendered);
        } catch (RuntimeException e) {
            log.error("what follows from the text of message {} was not done", claim.id(), e);
        }
    }

    private Map<Long, MessageTexts.Rendered> render(List<Claimed> claims) {
        List<MessageTexts.TextRequest> requests = new ArrayList<>();
        for (Claimed claim : claims) {
            if (claim.body() == null && claim.campaignId() != null && claim.recipientId() != null) {
                requests.add(new MessageTexts.TextRequest(
                        claim.id(), claim.campaignId(), claim.recipientId(), claim.step(), claim.stepVersion()));
            }
        }
        return requests.isEmpty() ? Map.of() : texts.render(requests);
    }
}
