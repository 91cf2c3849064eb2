package io.staffetta.core.engine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

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
 * @param carries what a message may be made of besides text
 */
public record Capabilities(
        boolean typingBeforeFirstMessage,
        boolean presetMessageId,
        boolean evidenceById,
        int inFlightPerSession,
        boolean readReceipts,
        boolean templatesOnly,
        boolean needsPacing,
        boolean simulated,
        Set<Content> carries) {

    /** What a message may be made of besides text. */
    public enum Content {
        /** An approved template and its values. */
        TEMPLATE,
        /** A picture, by itself or at the head of a template. */
        IMAGE,
        /** A document, by itself or at the head of a template. */
        DOCUMENT
    }

    /** Copies what could change. */
    public Capabilities {
        carries = carries.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(carries));
    }

    /** An engine whose messages are text. */
    public Capabilities(
            boolean typingBeforeFirstMessage,
            boolean presetMessageId,
            boolean evidenceById,
            int inFlightPerSession,
            boolean readReceipts,
            boolean templatesOnly,
            boolean needsPacing,
            boolean simulated) {
        this(
                typingBeforeFirstMessage,
                presetMessageId,
                evidenceById,
                inFlightPerSession,
                readReceipts,
                templatesOnly,
                needsPacing,
                simulated,
                Set.of());
    }

    /** Whether such a picture or document can be sent. */
    public boolean carries(Media.Kind kind) {
        return carries.contains(
                switch (kind) {
                    case IMAGE -> Content.IMAGE;
                    case DOCUMENT -> Content.DOCUMENT;
                });
    }
}
