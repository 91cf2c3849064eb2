package io.staffetta.core.engine;

/**
 * What an engine can do.
 *
 * @param typingBeforeFirstMessage whether seen and typing work before the person ever wrote
 * @param presetMessageId whether the id of a message can be chosen before it is sent
 * @param evidenceById whether {@link Connection#lookUp} gives evidence
 * @param inFlightPerSession how many messages of a session may be on their way at once; 1 for linked devices
 * @param readReceipts whether read receipts arrive
 * @param templatesOnly whether first messages must use approved templates
 * @param needsPacing whether the human rhythm is expected
 * @param simulated whether no real person is reached; simulated and real numbers never share a campaign
 */
public record Capabilities(
        boolean typingBeforeFirstMessage,
        boolean presetMessageId,
        boolean evidenceById,
        int inFlightPerSession,
        boolean readReceipts,
        boolean templatesOnly,
        boolean needsPacing,
        boolean simulated) {}
