package io.staffetta.server.web.doors.blast;

import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignPages;
import io.staffetta.server.campaign.FinishTimes;
import io.staffetta.server.campaign.Sender;
import io.staffetta.server.session.Account;
import io.staffetta.server.session.Accounts;
import io.staffetta.server.web.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts campaigns, their estimates and their accounts together: the same few statements for one campaign as for 500. */
@Component
class BlastView {

    private static final Logger log = LoggerFactory.getLogger(BlastView.class);

    private final CampaignPages pages;
    private final FinishTimes finishTimes;
    private final Accounts accounts;
    private final Texts texts;

    BlastView(CampaignPages pages, FinishTimes finishTimes, Accounts accounts, Texts texts) {
        this.pages = pages;
        this.finishTimes = finishTimes;
        this.accounts = accounts;
        this.texts = texts;
    }

    /** These campaigns of one user, in their order. */
    List<BlastSession> of(long ownerId, List<Campaign> campaigns, String language) {
        Map<Long, Instant> estimates = finishTimes.likely(campaigns);
        Map<Long, Account> known = accounts(ownerId, campaigns);
        Map<Long, String> lost = pages.lostSessions(ownerId, campaigns);
        return campaigns.stream()
                .map(campaign -> BlastSession.of(
                        campaign,
                        new BlastSession.Around(
                                estimates.get(campaign.id()),
                                reason(campaign, language),
                                account(campaign, known, lost))))
                .toList();
    }

    /** A failing look-up costs the accounts, not the blasts. */
    private Map<Long, Account> accounts(long ownerId, List<Campaign> campaigns) {
        Set<Long> sessions = campaigns.stream()
                .map(Campaign::sender)
                .filter(Objects::nonNull)
                .map(Sender::pk)
                .collect(Collectors.toSet());
        try {
            return sessions.isEmpty() ? Map.of() : accounts.of(ownerId, sessions);
        } catch (RuntimeException e) {
            log.warn("The accounts of blasts could not be looked up: {}", e.toString());
            return Map.of();
        }
    }

    private static WhatsappAccount account(Campaign campaign, Map<Long, Account> known, Map<Long, String> lost) {
        Sender sender = campaign.sender();
        if (sender == null) {
            return WhatsappAccount.unavailable(lost.get(campaign.id()));
        }
        Account account = known.get(sender.pk());
        return account == null ? WhatsappAccount.unavailable(sender.id()) : WhatsappAccount.of(account);
    }

    private @Nullable String reason(Campaign campaign, String language) {
        String code = campaign.statusReason();
        return code == null ? null : texts.find(language, code, Map.of()).orElse(code);
    }
}
