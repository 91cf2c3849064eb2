package io.staffetta.server.campaign;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of a change of number, word for word as the feature's document prints them. */
final class HandOverLog {

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    void asked(String campaign) {
        log.info("🔄 Richiesta cambio sessione per campagna {}", oneLine(campaign));
    }

    void found(Campaign campaign) {
        Sender sender = campaign.sender();
        log.info(
                "📊 Campagna attuale: status={}, sessionId={}",
                campaign.status().code(),
                sender == null ? "-" : sender.id());
    }

    void done(HandOver.Changed changed) {
        log.info(
                "✅ Sessione cambiata con successo per campagna \"{}\"",
                oneLine(changed.campaign().name()));
        log.info("   Da: {}", named(changed.from()));
        log.info("   A:  {}", named(changed.to()));
        log.info("   Messaggi pending: {}", changed.pendingMessages());
    }

    /** The user's own number, not a recipient's. */
    private static String named(@Nullable Sender sender) {
        return sender == null
                ? "-"
                : sender.id() + " (" + sender.number().map(PrintedNumber::of).orElse("-") + ")";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
