package io.staffetta.server.web.v1;

import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.SessionTemplates;
import io.staffetta.server.session.Sessions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The approved templates of a session's account. */
@Tag(name = "Sessions")
@RestController
class TemplateRoutes {

    private final Sessions sessions;
    private final SessionTemplates templates;

    TemplateRoutes(Sessions sessions, SessionTemplates templates) {
        this.sessions = sessions;
        this.templates = templates;
    }

    /**
     * A template as the other side knows it.
     *
     * @param approved whether it can be sent at present
     * @param header what stands above the body: {@code NONE}, {@code TEXT}, {@code IMAGE}, {@code DOCUMENT} or
     *     {@code OTHER}
     * @param bodyPlaces the places in its body, in the order in which values are given
     */
    record TemplateJson(
            String id,
            String name,
            String language,
            String category,
            String status,
            boolean approved,
            String header,
            String body,
            List<String> bodyPlaces,
            List<String> headerPlaces,
            @Nullable String footer,
            List<ButtonJson> buttons) {

        static TemplateJson of(MessageTemplate template) {
            return new TemplateJson(
                    template.id(),
                    template.name(),
                    template.language(),
                    template.category(),
                    template.status(),
                    template.approved(),
                    template.header().name(),
                    template.body(),
                    template.bodyPlaces(),
                    template.headerPlaces(),
                    template.footer().orElse(null),
                    template.buttons().stream()
                            .map(button -> new ButtonJson(button.kind(), button.text(), button.needsValue()))
                            .toList());
        }
    }

    /** A button below a template; {@code needsValue} if each message gives it one. */
    record ButtonJson(String kind, String text, boolean needsValue) {}

    @Operation(summary = "The templates of the account behind a session, approved or not; remembered for a minute")
    @GetMapping("/api/v1/sessions/{id}/templates")
    Page<TemplateJson> list(Caller caller, Paging paging, @PathVariable String id) {
        Session session = sessions.require(caller.ownerId(), id);
        List<MessageTemplate> all = templates.list(session);
        List<Long> places = LongStream.range(paging.after().orElse(0), all.size())
                .map(place -> place + 1)
                .limit(paging.rows())
                .boxed()
                .toList();
        Page<Long> page = paging.page(places, place -> place);
        return new Page<>(
                page.items().stream()
                        .map(place -> TemplateJson.of(all.get(Math.toIntExact(place - 1))))
                        .toList(),
                page.next());
    }
}
