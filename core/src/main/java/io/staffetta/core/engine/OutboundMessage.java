package io.staffetta.core.engine;

import java.util.UUID;

/**
 * A message on its way out.
 *
 * @param attemptId identifies this attempt; engines without preset ids echo it where they can
 * @param messageId the id chosen beforehand, for engines with {@link Capabilities#presetMessageId()}
 * @param phone the recipient, E.164 digits without a plus
 * @param text the rendered text
 * @param firstContact whether the number has no chat with this person yet
 */
public record OutboundMessage(UUID attemptId, String messageId, long phone, String text, boolean firstContact) {

    /** Leaves out recipient and text, which do not belong in logs. */
    @Override
    public String toString() {
        return "OutboundMessage[" + messageId + "]";
    }
}
