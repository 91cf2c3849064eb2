package io.staffetta.core.simulation;

import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.core.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One life of the whole core from one seed: a few numbers, campaigns and people, two nodes, a database, a network that
 * loses and repeats, and no mercy; then peace, in which everything has to come to its end.
 */
final class Simulation {

    private static final long PEACE = Duration.ofDays(150).toMillis();

    private final World world;
    private final Clockwork clock;

    private Simulation(long seed, @Nullable Guard without, boolean telling) {
        world = new World(seed, without, telling);
        clock = world.clock;
    }

    /** Plays a seed; what broke, if anything did. */
    static Optional<Broken> play(long seed, @Nullable Guard without) {
        return new Simulation(seed, without, false).play();
    }

    /** Plays a seed and returns the end of its story. */
    static String tell(long seed, @Nullable Guard without) {
        Simulation simulation = new Simulation(seed, without, true);
        Optional<Broken> broken = simulation.play();
        return simulation.clock.story() + "\n" + broken.map(Broken::getMessage).orElse("every promise was kept");
    }

    private Optional<Broken> play() {
        try {
            prepare();
            live();
            return Optional.empty();
        } catch (Broken broken) {
            return Optional.of(broken);
        }
    }

    private void prepare() {
        int numbers = (int) clock.between(2, 3);
        for (int i = 0; i <= numbers; i++) {
            boolean twin = i == numbers;
            Session like = twin ? world.store.sessions.getFirst() : null;
            boolean linked = !twin || clock.chance(0.5);
            int perHour = like == null || linked ? limit(2, 6) : like.perHour;
            int perDay = like == null || linked ? limit(4, 15) : like.perDay;
            Session session = new Session(i, twin ? 0 : i, perHour, perDay, clock.chance(0.7));
            session.linked = linked;
            session.state = linked ? SessionState.INITIALIZING : SessionState.LOGGED_OUT;
            session.owner = i % 2;
            world.store.sessions.add(session);
        }
        int lanes = (int) clock.between(2, 3);
        for (int i = 0; i < lanes; i++) {
            boolean ofTwin = i == lanes - 1 && world.store.sessions.getLast().linked;
            Lane lane = new Lane(i, world.store.sessions.get(ofTwin ? numbers : i % numbers), hours());
            lane.followUp = clock.chance(0.4) ? followUp() : null;
            world.store.lanes.add(lane);
            fill(lane);
        }
        world.nodes.forEach(Node::start);
        world.mischief.begin();
    }

    private int limit(int least, int most) {
        return clock.chance(0.25) ? SendWindow.UNLIMITED : (int) clock.between(least, most);
    }

    private BusinessHours hours() {
        return new BusinessHours(
                clock.chance(0.35), (int) clock.between(0, 23), (int) clock.between(0, 24), Session.ZONE);
    }

    private Lane.FollowUp followUp() {
        return new Lane.FollowUp(Duration.ofSeconds(clock.between(60, 40_000)), clock.chance(0.6));
    }

    private void fill(Lane lane) {
        int people = (int) clock.between(5, 16);
        for (int i = 0; i < people; i++) {
            Instant due = clock.business().plusSeconds(clock.chance(0.7) ? 0 : clock.between(0, 100_000));
            boolean resend = clock.chance(0.08);
            Instant expires = resend || clock.chance(0.1) ? due.plusSeconds(clock.between(60, 40_000)) : null;
            int phone = (int) clock.between(1, 20);
            Long unlessReplied = clock.chance(0.15) ? -1L : null;
            world.store.accept(new Message(lane.id * 100 + i, lane, phone, due, expires, resend, 0, unlessReplied));
        }
    }

    private void live() {
        long war =
                clock.between(Duration.ofHours(3).toMillis(), Duration.ofDays(2).toMillis());
        run(war);
        world.mischief.end();
        world.outside.calmDown();
        clock.tell("peace");
        // Time for everybody who is down, frozen or about to fail to come back.
        run(clock.now() + Duration.ofHours(3).toMillis());
        world.mischief.people().restoreOrder();
        run(clock.now() + PEACE);
        Promises.atLast(world.store);
    }

    private void run(long until) {
        while (clock.now() < until && clock.step()) {
            if (world.store.changed()) {
                Promises.always(world.store);
            }
        }
    }
}
