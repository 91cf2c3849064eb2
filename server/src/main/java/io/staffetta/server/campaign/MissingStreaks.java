package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.server.dispatch.MessageTexts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Pauses a campaign whose people lack the same value one after the other: a flaw of its text or of its file, which would
 * let everybody else fail, too. Counts anew after a restart. Thread-safe.
 */
@Component
class MissingStreaks {

    /** So many in a row are no coincidence. */
    static final int MOST = 20;

    /** Kept in the campaign as why it became {@link CampaignStatus#PAUSED}. */
    static final String REASON = "variables_missing";

    private final Pausing pausing;
    private final Map<Long, Streak> streaks = new ConcurrentHashMap<>();

    @Autowired
    MissingStreaks(ObjectProvider<CampaignControl> control) {
        this((ownerId, campaignId) -> {
            var _ = control.getObject().pauseBecause(ownerId, campaignId, REASON);
        });
    }

    MissingStreaks(Pausing pausing) {
        this.pausing = pausing;
    }

    /** Lets a campaign wait. */
    @FunctionalInterface
    interface Pausing {

        void pause(long ownerId, long campaignId);
    }

    private record Streak(String detail, int length) {

        Streak then(String next) {
            return detail.equals(next) ? new Streak(next, length + 1) : new Streak(next, 1);
        }
    }

    /** Takes down what became of the next message of a campaign; blocks until the campaign is paused, if it has to be. */
    void next(long ownerId, long campaignId, MessageTexts.Rendered rendered) {
        switch (rendered) {
            case MessageTexts.Rendered.Text _ -> streaks.remove(campaignId);
            case MessageTexts.Rendered.Unrenderable(String detail) -> {
                Streak streak =
                        streaks.merge(campaignId, new Streak(detail, 1), (before, first) -> before.then(detail));
                if (streak.length() == MOST) {
                    streaks.remove(campaignId);
                    pausing.pause(ownerId, campaignId);
                }
            }
        }
    }
}
