package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.session.SessionTrigger.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reaches sessions at the node that owns them: this one, or another. Thread-safe. */
final class Reach {

    private final Supervisor supervisor;
    private final Orders orders;
    private final SessionOwners owners;
    private final NodeLease lease;
    private final Errands errands;

    Reach(Supervisor supervisor, Orders orders, SessionOwners owners, NodeLease lease, Errands errands) {
        this.supervisor = supervisor;
        this.orders = orders;
        this.owners = owners;
        this.lease = lease;
        this.errands = errands;
    }

    /**
     * Has a command carried out that its owner's row says already.
     *
     * @throws Problem {@code session_elsewhere} if no node is ready for it
     */
    void order(Session session, Command command) {
        Optional<LiveSession> live = supervisor.find(session.pk());
        if (live.isPresent()) {
            orders.command(live.get(), command);
        } else {
            askOwner(new Errand.Order(session.pk(), command));
        }
    }

    /** Fails now if a command could not be carried out afterwards. */
    void requireReachable(Session session) {
        if (supervisor.find(session.pk()).isEmpty()
                && ownerElsewhere(session.pk()).isEmpty()) {
            throw Orders.nobody();
        }
    }

    /** Tells the owner, if there is one, of a change that is on disk. */
    void configure(Session session) {
        supervisor
                .find(session.pk())
                .ifPresentOrElse(
                        orders::configure,
                        () -> ownerElsewhere(session.pk())
                                .ifPresent(node -> errands.ask(node, new Errand.Configure(session.pk()))));
    }

    /** Before its rows go, and with them the knowledge of who owns it: how to tell the owner afterwards. */
    Runnable prepareRemoval(Session session) {
        supervisor
                .find(session.pk())
                .ifPresentOrElse(
                        orders::prepareRemoval,
                        () -> ownerElsewhere(session.pk())
                                .ifPresent(node -> errands.ask(node, new Errand.PrepareRemoval(session.pk()))));
        return removal(session);
    }

    /** How to tell the owner that its rows are gone. */
    Runnable removal(Session session) {
        Optional<UUID> owner = ownerElsewhere(session.pk());
        return () -> {
            supervisor.remove(session.pk());
            owner.ifPresent(node -> errands.ask(node, new Errand.Remove(session.pk())));
        };
    }

    /**
     * A code to type.
     *
     * @throws Problem {@code not_pairing}, {@code no_pairing_code}, {@code session_elsewhere}
     */
    PairingCode pairingCode(Session session, long phone) {
        Optional<LiveSession> live = supervisor.find(session.pk());
        if (live.isPresent()) {
            return orders.pairingCode(live.get(), phone);
        }
        return askOwner(new Errand.TypedCode(session.pk(), phone))
                .map(Errand.Answer::code)
                .orElseThrow(Orders::noCode);
    }

    /** How sessions stand, by their keys; those are missing that no node answers for. */
    Map<Long, Standing> standings(Collection<Session> sessions) {
        Map<Long, Standing> found = new HashMap<>();
        List<Long> elsewhere = new ArrayList<>();
        for (Session session : sessions) {
            supervisor
                    .find(session.pk())
                    .ifPresentOrElse(
                            live -> found.put(session.pk(), orders.standing(live)), () -> elsewhere.add(session.pk()));
        }
        if (!elsewhere.isEmpty()) {
            owners.living(elsewhere).forEach((node, pks) -> {
                if (!node.equals(lease.nodeId())) {
                    errands.ask(node, new Errand.Stand(pks))
                            .map(Errand.Answer::standings)
                            .ifPresent(found::putAll);
                }
            });
        }
        return found;
    }

    private Optional<Errand.Answer> askOwner(Errand errand) {
        UUID owner = ownerElsewhere(errand.sessionPk()).orElseThrow(Orders::nobody);
        return errands.ask(owner, errand);
    }

    private Optional<UUID> ownerElsewhere(long sessionPk) {
        return owners.living(sessionPk).filter(node -> !node.equals(lease.nodeId()));
    }
}
