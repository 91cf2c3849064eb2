package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.queue.Mark;
import io.staffetta.server.queue.Word;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the first document promises of a change of number beyond its answer. */
class HandOverContractTest {

    private final CampaignWorld world = new CampaignWorld();
    private long old;
    private long fresh;

    @BeforeEach
    void sessions() {
        old = world.session("vecchia-sessione", 393331112222L);
        fresh = world.session("nuova-sessione", 391234567890L);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Contract("door1.late-receipts")
    void receiptsThatReachTheOldSessionMoveItsMessagesForward() {
        Campaign campaign = world.running("vecchia-sessione", 3);
        Mark sent = world.mark(world.claim(campaign, 1).getFirst()).getFirst();
        world.accept(sent);
        change(campaign);

        world.progress.settle(new Word.Received(old, sent.messageId(), ReceiptLevel.READ, world.queue.clock.instant()));

        assertThat(world.now(campaign).counts().read()).isOne();
    }

    @Test
    @Contract("door1.sent-stays")
    void whatTheOldSessionSentStaysWithIt() {
        Campaign campaign = world.running("vecchia-sessione", 5);
        world.send(campaign, 2);

        change(campaign);
        world.send(campaign, 3);

        assertThat(messagesSent(old)).isEqualTo(2);
        assertThat(messagesSent(fresh)).isEqualTo(3);
        assertThat(world.now(campaign).counts().sent()).isEqualTo(5);
    }

    @Test
    @Contract("door1.follow-ups")
    void plannedFollowUpsKeepTheirTimersAndGoOutFromTheNewSession() {
        var day = new FollowUpPlan.Step(Duration.ofDays(1), Template.of("Ancora"), true);
        Campaign campaign = world.running("vecchia-sessione", 1, day);
        world.send(campaign, 1);
        world.queue.clock.advance(Duration.ofHours(23));

        change(campaign);

        assertThat(world.send(campaign, 1)).isZero();
        world.queue.clock.advance(Duration.ofHours(1));
        assertThat(world.send(campaign, 1)).isOne();
        assertThat(messagesSent(fresh)).isOne();
    }

    @Test
    @Contract("door1.limit-memory")
    void thereAndBackAgainTheNumbersHistoryStillCounts() {
        Campaign campaign = world.running("vecchia-sessione", 9);
        world.send(campaign, 4);
        change(campaign);

        HandOver.Outlook back = world.handOver.dryRun(world.user, campaign.publicId(), "vecchia-sessione");

        assertThat(back.remainingBudget()).isEqualTo(new HandOver.Budget(6, 46));
    }

    @Test
    @Contract("door1.log-lines")
    void aChangeIsLoggedAsTheDocumentPrintsIt() {
        Campaign campaign = world.running("vecchia-sessione", 3);
        Logger logger = (Logger) LoggerFactory.getLogger(HandOver.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);

        change(campaign);
        logger.detachAppender(lines);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "🔄 Richiesta cambio sessione per campagna " + campaign.publicId(),
                        "📊 Campagna attuale: status=running, sessionId=vecchia-sessione",
                        "✅ Sessione cambiata con successo per campagna \"Invito\"",
                        "   Da: vecchia-sessione (" + number(old) + ")",
                        "   A:  nuova-sessione (" + number(fresh) + ")",
                        "   Messaggi pending: 3");
    }

    private void change(Campaign campaign) {
        world.handOver.change(world.user, campaign.publicId(), "nuova-sessione", null);
    }

    private long messagesSent(long session) {
        return world.queue.count("select messages_sent from session_stats where session_pk = ?", session);
    }

    private String number(long session) {
        return session == old ? "+39 333 111 2222" : "+39 123 456 7890";
    }
}
