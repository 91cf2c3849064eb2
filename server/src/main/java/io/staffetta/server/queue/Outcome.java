package io.staffetta.server.queue;

import io.staffetta.core.engine.SendOutcome;

/**
 * What an engine said about a message handed to it.
 *
 * @param mark as it was marked
 * @param outcome the engine's word
 */
public record Outcome(Mark mark, SendOutcome outcome) {}
