package io.staffetta.server.queue;

import io.staffetta.core.engine.SendOutcome;

/**
 * What an engine said about a message handed to it.
 *
 * @param mark as it was marked
 * @param outcome the engine's word
 * @param restrictionId under which the message is set aside if the engine refused to open a new chat, or 0
 */
public record Outcome(Mark mark, SendOutcome outcome, long restrictionId) {

    /** An outcome in one line, for people. */
    static String words(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted accepted -> "accepted";
            case SendOutcome.Refused refused -> refused.detail();
            case SendOutcome.NotSent notSent -> notSent.detail();
            case SendOutcome.Unknown unknown -> unknown.cause();
        };
    }
}
