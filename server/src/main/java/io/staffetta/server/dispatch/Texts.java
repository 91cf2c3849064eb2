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
    Map<Long, String> of(List<Claimed> claims) {
        Map<Long, String> ready = new HashMap<>();
        List<MessageTexts.TextRequest> requests = new ArrayList<>();
        for (Claimed claim : claims) {
            if (claim.body() != null) {
                ready.put(claim.id(), claim.body());
            } else if (claim.campaignId() != null && claim.recipientId() != null) {
                requests.add(new MessageTexts.TextRequest(
                        claim.id(), claim.campaignId(), claim.recipientId(), claim.step(), claim.stepVersion()));
            }
        }
        if (requests.isEmpty()) {
            return ready;
        }
        Map<Long, MessageTexts.Rendered> rendered = texts.render(requests);
        for (Claimed claim : claims) {
            switch (rendered.get(claim.id())) {
                case MessageTexts.Rendered.Text text -> ready.put(claim.id(), text.text());
                case MessageTexts.Rendered.Unrenderable unrenderable ->
                    progress.unrenderable(claim, unrenderable.detail());
                case null -> {}
            }
        }
        return ready;
    }
}
