package io.staffetta.server.campaign;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.staffetta.core.Problem;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.dispatch.Carrier;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.media.MediaWorld;
import io.staffetta.server.queue.CampaignEnds;
import io.staffetta.server.queue.Cancelling;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Mark;
import io.staffetta.server.queue.Marked;
import io.staffetta.server.queue.Outcome;
import io.staffetta.server.queue.Probe;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.QueueWorld;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.queue.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/** A database with one user, and the life of campaigns over it, on a clock that the test moves. */
public final class CampaignWorld implements AutoCloseable {

    public final QueueWorld queue = new QueueWorld();
    public final JdbcClient jdbc = queue.jdbc;
    public final Caller user = new Caller(queue.owner, "user:o@example.org", Set.of(Scope.values()));
    public final Campaigns campaigns;
    public final CampaignControl control;
    public final HandOver handOver;
    /** Time as it passes outside, which nothing here waits for. */
    final AtomicLong nanos = new AtomicLong();

    public final FinishTimes finishTimes;
    final Remainder remainder;
    public final List<Long> lanesChanged = new ArrayList<>();
    final CampaignStore store;
    /** What the other side has against texts. */
    final List<Problem> refusals = new ArrayList<>();

    final Preflight preflight;
    final CampaignMoves moves;
    final CampaignPurge purge;
    final Progress progress = queue.progress();
    private int sessions;

    /** Puts the parts together, as the application does. */
    public CampaignWorld() {
        JsonMapper json = new JsonMapper();
        var manager = new DataSourceTransactionManager(queue.database.dataSource());
        EventLog events = new EventLog(queue.database.dataSource());
        Audit audit = new Audit(jdbc, json, queue.clock);
        CampaignRefs refs = new CampaignRefs(jdbc);
        Senders senders = new Senders(jdbc);
        Dispatcher dispatcher = new Listening();
        store = new CampaignStore(jdbc, json, queue.clock);
        moves = new CampaignMoves(
                store,
                queue.lanes,
                new CampaignEnds(queue.transactions, queue.clock),
                events,
                audit,
                jdbc,
                queue.clock);
        Imports imports = new Imports(
                queue.database.dataSource(),
                jdbc,
                new ImportLedger(jdbc, new RefusedPages(jdbc), json, events, manager, queue.clock),
                () -> {},
                queue.clock,
                new SimpleMeterRegistry());
        PlanningRunner runner =
                new PlanningRunner(planning(), new Cancelling(jdbc, manager, queue.clock), imports, dispatcher);
        finishTimes = new FinishTimes(new SendLog(queue.transactions), queue.clock, jdbc, nanos::get);
        purge = new CampaignPurge(jdbc, queue.inTransaction);
        campaigns = new Campaigns(
                store,
                new CampaignSteps(jdbc),
                refs,
                new CampaignNames(store, queue.clock),
                senders,
                queue.lanes,
                dispatcher,
                new NewTexts(
                        new MediaWorld(jdbc, queue.inTransaction, audit, queue.clock).files,
                        (campaign, sender) -> refusals,
                        jdbc),
                events,
                audit,
                queue.inTransaction,
                queue.clock);
        remainder = new Remainder(campaigns, queue.inTransaction, jdbc, audit, queue.clock);
        StartChecks checks = new StartChecks(imports, jdbc);
        preflight = new Preflight(campaigns, checks, (campaign, sender) -> List.of(), queue.clock);
        control = new CampaignControl(
                refs,
                moves,
                store,
                checks,
                (campaign, sender) -> List.of(),
                new Consents(jdbc, json, audit, queue.clock),
                runner,
                dispatcher,
                queue.clock,
                queue.inTransaction);
        handOver = new HandOver(
                refs,
                store,
                new HandOverChecks(senders, (campaign, sender) -> List.of()),
                queue.lanes,
                finishTimes,
                events,
                audit,
                new Halts(""),
                dispatcher,
                queue.inTransaction,
                jdbc,
                queue.clock);
    }

    /** The planning of a node that has just started. */
    Planning planning() {
        return new Planning(
                jdbc,
                new DataSourceTransactionManager(queue.database.dataSource()),
                new EventLog(queue.database.dataSource()),
                new CampaignEnds(queue.transactions, queue.clock),
                queue.clock,
                queue.clock);
    }

    /** What starts scheduled campaigns, on a node that has just started. */
    DueCampaigns dueCampaigns() {
        return new DueCampaigns(store, control, queue.clock);
    }

    /** A simulated session that is ready, with this id and phone. */
    public long session(String id, long phone) {
        long pk = queue.session();
        queue.limits(pk, 10, 50);
        jdbc.sql("update wa_session set session_id = ?, phone = ? where id = ?")
                .params(id, phone, pk)
                .update();
        return pk;
    }

    /** The next session, named s1, s2 and so on. */
    public long session() {
        sessions++;
        return session("s" + sessions, 393330000000L + sessions);
    }

    /** A draft without delays over the first session, with this many recipients. */
    public Campaign draft(String sessionId, int people, FollowUpPlan.Step... followUps) {
        Campaign draft = campaigns.create(
                user,
                new NewCampaign(
                        "Invito",
                        sessionId,
                        Template.of("Ciao {{name|amico}}"),
                        new PaceOrder(Delay.NONE, Delay.NONE, null),
                        new FollowUpPlan(List.of(followUps)),
                        null));
        recipients(draft.id(), people);
        return campaigns.get(user.ownerId(), draft.publicId());
    }

    /** Recipients out of a file that was read before. */
    public void recipients(long campaignId, int people) {
        long importId =
                jdbc.sql("""
                insert into recipient_import (campaign_id, state, format, phone_column, accepted, created_at)
                values (?, 'done', 'csv', 'phone', ?, now()) returning id
                """).params(campaignId, people).query(Long.class).single();
        jdbc.sql("""
                insert into recipient (campaign_id, import_id, row_no, phone, variables)
                select ?, ?, n, 393400000000 + n, '{}' from generate_series(1, ?) n
                """).params(campaignId, importId, people).update();
        jdbc.sql("update campaign set recipients = ? where id = ?")
                .params(people, campaignId)
                .update();
    }

    /** A running campaign, all of it planned. */
    public Campaign running(String sessionId, int people, FollowUpPlan.Step... followUps) {
        Campaign started =
                control.start(user, draft(sessionId, people, followUps).publicId(), null, null);
        plan(started);
        return now(started);
    }

    /** Plans what is left. */
    public void plan(Campaign campaign) {
        Planning planning = planning();
        while (planning.planChunk(campaign.id()).filter(Planning.Chunk::more).isPresent()) {}
    }

    /** The campaign as it is now. */
    public Campaign now(Campaign campaign) {
        return campaigns.get(user.ownerId(), campaign.publicId());
    }

    /** Claims up to this many of a campaign's messages for the session its lane points to. */
    List<Claimed> claim(Campaign campaign, int most) {
        Sender sender = now(campaign).sender();
        return sender == null
                ? List.of()
                : queue.claims.claim(
                        List.of(new Probe(campaign.laneId(), sender.pk(), 1, 0, queue.clock.instant(), most)));
    }

    /** Marks a claimed message as sending from its session's number; empty if that is refused. */
    List<Mark> mark(Claimed claim) {
        UUID attempt = UUID.randomUUID();
        long number = jdbc.sql("select phone from wa_session where id = ?")
                .param(claim.sessionPk())
                .query(Long.class)
                .single();
        Mark mark = new Mark(claim, attempt, "ID" + attempt, number, queue.clock.instant(), false, true);
        return progress.mark(mark) instanceof Marked.Go ? List.of(mark) : List.of();
    }

    /** Lets the engine accept a marked message. */
    void accept(Mark mark) {
        progress.settle(new Word.Answered(new Outcome(mark, new SendOutcome.Accepted(mark.messageId()), 0)));
    }

    /** Sends up to this many messages of a campaign and returns how many went. */
    public int send(Campaign campaign, int most) {
        List<Mark> marks = new ArrayList<>();
        claim(campaign, most).forEach(claim -> marks.addAll(mark(claim)));
        marks.forEach(this::accept);
        return marks.size();
    }

    @Override
    public void close() {
        progress.close();
        queue.close();
    }

    /** Writes down which lanes it was told about. */
    private final class Listening implements Dispatcher {

        @Override
        public void attach(Carrier carrier) {}

        @Override
        public void detach(long sessionPk, WaitReason reason) {}

        @Override
        public void laneChanged(long laneId) {
            lanesChanged.add(laneId);
        }

        @Override
        public CompletionStage<Void> quiet(long sessionPk) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void clockChanged() {}

        @Override
        public CompletionStage<Void> receipt(long sessionPk, EngineEvent.Receipt receipt) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> undeliverable(long sessionPk, EngineEvent.Undeliverable event) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
