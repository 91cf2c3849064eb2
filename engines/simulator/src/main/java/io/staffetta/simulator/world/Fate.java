package io.staffetta.simulator.world;

import io.staffetta.core.engine.OutboundMessage;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What becomes of one message, drawn from the behaviour when it is handed over. The same seed, attempt and id give the
 * same fate, whatever happens around it.
 *
 * @param accept how long until the world decides
 * @param deliver from acceptance to delivery
 * @param read from delivery to reading
 * @param reply from reading to the reply
 */
record Fate(
        Kind kind,
        Duration accept,
        Duration deliver,
        Duration read,
        Duration reply,
        boolean delivered,
        boolean replied,
        Behaviour behaviour) {

    enum Kind {
        ACCEPTED,
        ANSWER_LOST,
        REFUSED,
        NOT_SENT,
        HANGING
    }

    static Fate draw(Behaviour behaviour, long seed, OutboundMessage message) {
        long own = Mix.mix(seed + message.messageId().hashCode())
                ^ message.attemptId().getLeastSignificantBits()
                ^ message.attemptId().getMostSignificantBits();
        SplittableRandom random = new SplittableRandom(own);
        return new Fate(
                kind(behaviour, random.nextDouble()),
                behaviour.acceptDelay().draw(random),
                behaviour.deliverDelay().draw(random),
                behaviour.readDelay().draw(random),
                behaviour.replyDelay().draw(random),
                random.nextDouble() >= behaviour.undeliverableRate(),
                random.nextDouble() < behaviour.replyRate(),
                behaviour);
    }

    private static Kind kind(Behaviour behaviour, double drawn) {
        if (behaviour.hanging() || behaviour.silent()) {
            return Kind.HANGING;
        }
        double left = drawn - behaviour.refuseRate();
        if (left < 0) {
            return Kind.REFUSED;
        }
        left -= behaviour.notSentRate();
        if (left < 0) {
            return Kind.NOT_SENT;
        }
        return left < behaviour.unknownRate() ? Kind.ANSWER_LOST : Kind.ACCEPTED;
    }
}
