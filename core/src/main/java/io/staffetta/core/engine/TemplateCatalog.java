package io.staffetta.core.engine;

import java.time.Duration;
import java.util.List;

/** An engine whose first messages are made from templates that were approved beforehand. */
public interface TemplateCatalog {

    /**
     * All templates of the account behind this link, approved or not. Costs the other side requests: ask when a person
     * waits for it, not for every message.
     *
     * @throws io.staffetta.core.Problem {@code templates_need_setting} if a setting is missing that they are found by
     * @throws IllegalStateException if they could not be read; its message is a stable code, free of secrets
     */
    List<MessageTemplate> templates(Link link, Duration timeout);
}
