package io.staffetta.server.dispatch;

import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts of claimed messages; those that cannot be rendered fail on the spot. */
final class Texts {

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
            switch (rendered.get(claim.id())) {
                case MessageTexts.Rendered.Text text -> ready.put(claim.id(), text);
                case MessageTexts.Rendered.Unrenderable unrenderable ->
                    progress.unrenderable(claim, unrenderable.detail());
                case null -> progress.unrenderable(claim, "nobody to write to");
            }
        }
        return ready;
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
