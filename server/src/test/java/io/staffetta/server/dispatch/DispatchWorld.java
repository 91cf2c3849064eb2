package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.server.MovingClock;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.QueueWorld;
import io.staffetta.server.queue.SendLog;
import java.util.Random;
import java.util.stream.Collectors;

/** A dispatch loop over a {@link QueueWorld}, and a connection that does as it is told. */
final class DispatchWorld implements AutoCloseable {

    static final int UNLIMITED = Integer.MAX_VALUE;

    final QueueWorld queue = new QueueWorld();
    final ScriptedConnection connection = new ScriptedConnection();
    final MovingClock nodeClock = new MovingClock();
    final ClockGap gap = new ClockGap(queue.jdbc, nodeClock);
    volatile boolean leased = true;
    final DispatchLoop loop;

    private final Progress progress = queue.progress();

    DispatchWorld() {
        loop = new DispatchLoop(
                queue.board,
                new SendLog(queue.transactions),
                queue.claims,
                progress,
                new Doubts(queue.transactions),
                requests -> requests.stream()
                        .collect(Collectors.toMap(
                                MessageTexts.TextRequest::messageId, r -> new MessageTexts.Rendered.Text("Ciao"))),
                () -> leased,
                gap,
                new Halts(""),
                queue.clock,
                queue.clock,
                new Random(11),
                Refusals.untold(),
                Baggage.asItIs(),
                60);
        loop.start();
    }

    @Override
    public void close() {
        loop.stop();
        progress.close();
        queue.close();
    }

    void attach(long session, int hourly, Carrier.Restriction restriction) {
        queue.limits(session, hourly, UNLIMITED);
        loop.attach(carrier(session, 1, connection, restriction));
    }

    Carrier carrier(long session, long epoch, ScriptedConnection over, Carrier.Restriction restriction) {
        return carrier(session, epoch, over, restriction, 1);
    }

    Carrier carrier(long session, long epoch, ScriptedConnection over, Carrier.Restriction restriction, int inFlight) {
        return new Carrier(
                session,
                queue.owner,
                epoch,
                "simulator",
                over,
                new Capabilities(true, true, true, inFlight, true, false, true, true),
                -session,
                false,
                restriction);
    }

    String waitReason(long campaign) {
        return queue.text("select coalesce(wait_reason, '') from lane where campaign_id = ?", campaign);
    }
}
