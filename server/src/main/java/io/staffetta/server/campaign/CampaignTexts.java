package io.staffetta.server.campaign;

import io.staffetta.core.campaign.ApprovedTemplate;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.server.dispatch.MessageTexts;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the values of recipients into the templates of campaigns: for messages that are about to go and for the preview
 * alike. Besides the columns of their file, recipients have the variable {@code phone}.
 */
@Component
class CampaignTexts implements MessageTexts {

    /** The key of the variable that every recipient has. */
    static final String PHONE = "phone";

    private static final int MOST_CACHED = 1_000;

    private final JdbcClient jdbc;
    private final MissingStreaks streaks;
    private final ObjectReader variables;
    private final Map<Wording, Template> templates = new ConcurrentHashMap<>();

    CampaignTexts(JdbcClient jdbc, JsonMapper json, MissingStreaks streaks) {
        this.jdbc = jdbc;
        this.streaks = streaks;
        this.variables = json.readerFor(new TypeReference<Map<String, String>>() {});
    }

    /** One version of a step; it never changes. */
    record Wording(long campaignId, int step, int version) {}

    /** The variables without which nothing can be written with this template, as it writes them. */
    static List<String> required(@Nullable Template template) {
        if (template == null) {
            return List.of();
        }
        Set<String> required = new LinkedHashSet<>();
        for (Template wording : template.wordings()) {
            if (wording.render(Map.of()) instanceof Template.Rendered.Missing(List<String> missing)) {
                required.addAll(missing);
            }
        }
        template.approved().ifPresent(approved -> required.addAll(approved.required()));
        return List.copyOf(required);
    }

    @Override
    public Map<Long, Rendered> render(Collection<TextRequest> requests) {
        Map<Wording, Template> wanted = templates(requests);
        Map<Long, Map<String, String>> values = values(requests);
        Map<Long, Rendered> rendered = new HashMap<>();
        for (TextRequest request : requests) {
            Template template = wanted.get(wording(request));
            Map<String, String> mine = values.get(request.recipientId());
            rendered.put(
                    request.messageId(),
                    template == null || mine == null
                            ? new Rendered.Unrenderable("not_found")
                            : render(template.wordingFor(request.recipientId()), mine));
        }
        return rendered;
    }

    @Override
    public void goes(long ownerId, long campaignId, Rendered rendered) {
        streaks.next(ownerId, campaignId, rendered);
    }

    /** The text for these values, and what it is sent as. */
    static Rendered render(Template template, Map<String, String> values) {
        return switch (template.render(values)) {
            case Template.Rendered.Text(String text) ->
                template.approved()
                        .map(approved -> render(text, approved, values))
                        .orElseGet(() -> new Rendered.Text(text));
            case Template.Rendered.Flaw flaw -> unrenderable(flaw);
        };
    }

    private static Rendered render(String text, ApprovedTemplate approved, Map<String, String> values) {
        return switch (approved.render(values)) {
            case ApprovedTemplate.Rendered.Made(TemplateMessage message, Optional<Media> media) ->
                new Rendered.Text(text, Optional.of(message), media);
            case ApprovedTemplate.Rendered.Flawed(Template.Rendered.Flaw flaw) -> unrenderable(flaw);
        };
    }

    private static Rendered unrenderable(Template.Rendered.Flaw flaw) {
        return new Rendered.Unrenderable(
                flaw instanceof Template.Rendered.Missing missing
                        ? flaw.code() + ": " + String.join(", ", missing.variables())
                        : flaw.code());
    }

    /** A recipient's values by name. */
    Map<String, String> values(String json, String phoneColumn, long phone) {
        Map<String, String> values = new LinkedHashMap<>(variables.<Map<String, String>>readValue(json));
        String written = PrintedNumber.plus(phone);
        values.put(phoneColumn, written);
        if (values.keySet().stream().noneMatch(name -> Template.key(name).equals(PHONE))) {
            values.put(PHONE, written);
        }
        return values;
    }

    private static Wording wording(TextRequest request) {
        return new Wording(request.campaignId(), request.step(), request.stepVersion());
    }

    private Map<Wording, Template> templates(Collection<TextRequest> requests) {
        Map<Wording, Template> found = new HashMap<>();
        for (TextRequest request : requests) {
            Wording wording = wording(request);
            if (!found.containsKey(wording)) {
                Template template = template(wording);
                if (template != null) {
                    found.put(wording, template);
                }
            }
        }
        return found;
    }

    private @Nullable Template template(Wording wording) {
        Template cached = templates.get(wording);
        if (cached != null) {
            return cached;
        }
        if (templates.size() >= MOST_CACHED) {
            templates.clear();
        }
        return jdbc.sql("""
                select template, approved::text, variants::text from campaign_step where campaign_id = ? and step = ? and version = ?
                """)
                .params(wording.campaignId(), wording.step(), wording.version())
                .query((row, n) -> TemplateMapping.stored(row.getString(1), row.getString(2), row.getString(3)))
                .optional()
                .map(read -> templates.computeIfAbsent(wording, w -> read))
                .orElse(null);
    }

    private Map<Long, Map<String, String>> values(Collection<TextRequest> requests) {
        Map<Long, Map<String, String>> values = new HashMap<>();
        jdbc.sql("""
                select r.id, r.variables, i.phone_column, r.phone
                from unnest(?::bigint[], ?::bigint[]) as k(campaign_id, id)
                join recipient r on r.campaign_id = k.campaign_id and r.id = k.id
                join recipient_import i on i.id = r.import_id
                """)
                .param(requests.stream().map(TextRequest::campaignId).toArray(Long[]::new))
                .param(requests.stream().map(TextRequest::recipientId).toArray(Long[]::new))
                .query(row -> {
                    values.put(row.getLong(1), values(row.getString(2), row.getString(3), row.getLong(4)));
                });
        return values;
    }
}
