package io.staffetta.server.dispatch;

import io.staffetta.server.dispatch.MessageTexts.Rendered;
import io.staffetta.server.dispatch.MessageTexts.TextRequest;
import io.staffetta.server.queue.MessageStory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The texts of messages for those who look at them: what a direct one brought, what a campaign's says. */
@Component
public class StoryTexts {

    private final MessageTexts texts;

    /** Renders with these texts. */
    public StoryTexts(MessageTexts texts) {
        this.texts = texts;
    }

    /** The texts by message id; those that cannot be told any more are left out. */
    public Map<Long, String> of(Collection<MessageStory> stories) {
        Map<Long, String> told = new HashMap<>();
        List<TextRequest> requests = new ArrayList<>();
        for (MessageStory story : stories) {
            long id = story.summary().id();
            Long campaign = story.campaignPk();
            Long recipient = story.recipientId();
            if (story.summary().phone() < 0) {
                continue;
            }
            if (campaign != null && recipient != null) {
                requests.add(
                        new TextRequest(id, campaign, recipient, story.summary().step(), story.stepVersion()));
            } else if (story.body() != null) {
                told.put(id, story.body());
            }
        }
        if (!requests.isEmpty()) {
            texts.render(requests).forEach((id, rendered) -> {
                if (rendered instanceof Rendered.Text text) {
                    told.put(id, text.text());
                }
            });
        }
        return told;
    }
}
