package io.staffetta.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process: what it knows is gone when it crashes. While it is frozen, what it was about to do waits. */
final class Node {

    private static final long SAFETY = 3_000;
    private static final long LONGEST_SLEEP = Duration.ofHours(6).toMillis();

    final int id;
    private final World world;
    private final Links links;
    private final Hands hands;

    private final Tenure tenure;
    private final Desk desk;
    private final Memory memory;
    private final List<Runnable> deferred = new ArrayList<>();
    private long life;
    private boolean up;
    private boolean frozen;
    private long leaseEnds = Long.MAX_VALUE;
    private long wakesAt = Long.MAX_VALUE;

    Node(World world, int id) {
        this.world = world;
        this.id = id;
        this.links = new Links(world, this);
        this.desk = new Desk(world);
        this.memory = new Memory(world, this);
        this.tenure = new Tenure(world, this);
        this.hands = new Hands(world, this);
    }

    boolean acts() {
        return up && !frozen;
    }

    boolean up() {
        return up;
    }

    /** Whether this node may still write bytes, by its own clock. */
    boolean leaseHolds() {
        return leaseEnds == Long.MAX_VALUE || world.clock.now() < leaseEnds - SAFETY;
    }

    Links links() {
        return links;
    }

    Tenure tenure() {
        return tenure;
    }

    Desk desk() {
        return desk;
    }

    Memory memory() {
        return memory;
    }

    /** This process among all that ever ran. */
    long process() {
        return life * 2 + id;
    }

    /** Something this process does later, if it lives. */
    void later(long millis, Runnable what) {
        long born = life;
        world.clock.in(millis, () -> run(born, what));
    }

    /** Something that reaches this process from outside, if it lives. */
    Runnable heard(Runnable what) {
        long born = life;
        return () -> run(born, what);
    }

    private void run(long born, Runnable what) {
        if (life != born || !up) {
            return;
        }
        if (frozen) {
            deferred.add(() -> run(born, what));
        } else {
            what.run();
        }
    }

    void start() {
        if (up) {
            return;
        }
        world.clock.tell("node %d starts", id);
        up = true;
        life++;
        leaseEnds = Long.MAX_VALUE;
        tenure.takeOver();
    }

    void crash() {
        if (!up) {
            return;
        }
        world.clock.tell("node %d crashes", id);
        forgetEverything();
        up = false;
        frozen = false;
        leaseRunsOut();
        world.clock.in(world.clock.between(500, 60_000), this::start);
    }

    /** Freezes until some time before or after its lease ends. */
    void freeze(long beyondLease) {
        if (acts()) {
            frozen = true;
            leaseRunsOut();
            long born = life;
            long millis = leaseEnds - world.clock.now() + beyondLease;
            world.clock.tell("node %d freezes for %d ms", id, millis);
            world.clock.in(millis, () -> thaw(born));
        }
    }

    private void thaw(long born) {
        if (life != born) {
            return;
        }
        frozen = false;
        boolean late = world.clock.now() >= leaseEnds - SAFETY;
        world.clock.tell("node %d thaws%s", id, late ? " too late" : "");
        List<Runnable> waiting = List.copyOf(deferred);
        deferred.clear();
        waiting.forEach(step -> world.clock.in(world.clock.between(0, 500), step));
        poke();
        if (late) {
            later(2_000, () -> {
                forgetEverything();
                leaseEnds = Long.MAX_VALUE;
                tenure.takeOver();
            });
        } else {
            leaseEnds = Long.MAX_VALUE;
        }
    }

    private void forgetEverything() {
        life++;
        tenure.forget();
        desk.forget();
        memory.forget();
        deferred.clear();
        hands.forget();
        wakesAt = Long.MAX_VALUE;
    }

    private void leaseRunsOut() {
        leaseEnds = world.clock.now() + world.clock.between(5_000, 15_000);
        world.clock.in(
                leaseEnds - world.clock.now() + 1,
                () -> world.nodes.stream().filter(Node::acts).forEach(node -> node.tenure.takeOver()));
    }

    boolean abandoned() {
        return (!up || frozen) && world.clock.now() >= leaseEnds;
    }

    void attached(Session session) {
        desk.read(session);
        poke();
    }

    void detached(Session session) {
        hands.callOff(session);
    }

    /** Looks soon what can be done. */
    void poke() {
        wake(world.clock.between(0, 50));
    }

    void wake(Duration business) {
        wake(Math.clamp(business.toMillis(), 1_000, LONGEST_SLEEP));
    }

    private void wake(long millis) {
        long at = world.clock.now() + millis;
        if (up && at < wakesAt) {
            wakesAt = at;
            later(millis, () -> {
                if (wakesAt == at) {
                    wakesAt = Long.MAX_VALUE;
                    tenure.sessions().forEach(hands::look);
                }
            });
        }
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
