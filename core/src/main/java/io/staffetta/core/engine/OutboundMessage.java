package io.staffetta.core.engine;

import java.util.Optional;
import java.util.UUID;

/**
 * A message on its way out.
 *
 * @param attemptId identifies this attempt; engines without preset ids echo it where they can
 * @param messageId the id chosen beforehand, for engines with {@link Capabilities#presetMessageId()}
 * @param phone the recipient, E.164 digits without a plus
 * @param text the rendered text; with {@code media} its caption, which may be empty; with {@code template} what people
 *     are shown in this product, while the template and its values are what is sent
 * @param firstContact whether the number has no chat with this person yet
 * @param template the template that it is made from, if it is
 * @param media a picture or document, by itself or at the head of the template
 */
public record OutboundMessage(
        UUID attemptId,
        String messageId,
        long phone,
        String text,
        boolean firstContact,
        Optional<TemplateMessage> template,
        Optional<Media> media) {

    /** A message of text alone. */
    public OutboundMessage(UUID attemptId, String messageId, long phone, String text, boolean firstContact) {
        this(attemptId, messageId, phone, text, firstContact, Optional.empty(), Optional.empty());
    }

    /** Leaves out recipient and text, which do not belong in logs. */
    @Override
    public String toString() {
        return "OutboundMessage[" + messageId + "]";
    }
}
