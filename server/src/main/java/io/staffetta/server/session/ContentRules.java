package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.server.queue.ContentCheck;
import io.staffetta.server.queue.MessageContent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What sessions can be given to send, told by what their engines can do: templates and media where they can be carried,
 * and nothing but approved templates to people who have not written within a day where that is the rule.
 */
@Component
public class ContentRules implements ContentCheck {

    /** For how long after a person's message texts of one's own may be sent. */
    public static final Duration WINDOW = Duration.ofHours(24);

    private final Engines engines;
    private final SessionTemplates templates;
    private final JdbcClient jdbc;

    ContentRules(Engines engines, SessionTemplates templates, JdbcClient jdbc) {
        this.engines = engines;
        this.templates = templates;
        this.jdbc = jdbc;
    }

    /**
     * Refuses what would be refused.
     *
     * @throws Problem {@code template_not_supported}, {@code media_not_supported}, {@code template_required},
     *     {@code templates_unavailable}, and what {@link SessionTemplates#problems} finds
     */
    @Override
    public void check(Outgoing outgoing) {
        Optional<Capabilities> known = engines.find(outgoing.engine()).map(engine -> engine.capabilities());
        if (known.isEmpty()) {
            return;
        }
        MessageContent content = outgoing.message().content();
        unsupported(known.get(), content.template().isPresent(), content.media())
                .ifPresent(problem -> {
                    throw problem;
                });
        if (!known.get().templatesOnly()) {
            return;
        }
        if (content.template().isPresent()) {
            checkTemplate(outgoing, content.template().get());
        } else if (!wrote(outgoing)) {
            throw new Problem(
                    Kind.CONFLICT,
                    "template_required",
                    "People who have not written to this number within 24 hours get approved templates only.",
                    Map.of("people", 1));
        }
    }

    /**
     * What a session that can do this much cannot carry.
     *
     * @return {@code template_not_supported} or {@code media_not_supported}; empty if it can
     */
    public static Optional<Problem> unsupported(Capabilities can, boolean template, Optional<Media> media) {
        if (template && !can.carries().contains(Content.TEMPLATE)) {
            return Optional.of(new Problem(
                    Kind.CONFLICT, "template_not_supported", "This session cannot send approved templates."));
        }
        return media.filter(given -> !can.carries(given.kind()))
                .map(given -> new Problem(
                        Kind.CONFLICT, "media_not_supported", "This session cannot send pictures or documents."));
    }

    private void checkTemplate(Outgoing outgoing, TemplateMessage template) {
        SessionTemplates.problems(
                        templates.list(outgoing.message().ownerId(), outgoing.sessionPk()),
                        template,
                        outgoing.message().content().media(),
                        Map.of())
                .stream()
                .findFirst()
                .ifPresent(problem -> {
                    throw problem;
                });
    }

    private boolean wrote(Outgoing outgoing) {
        Instant since = outgoing.dueAt().minus(WINDOW);
        return jdbc.sql("""
                select exists (select 1 from inbound_message
                    where owner_id = ? and phone = ? and session_pk = ? and at > ?)
                """)
                .params(
                        outgoing.message().ownerId(),
                        outgoing.phone(),
                        outgoing.sessionPk(),
                        since.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }
}
