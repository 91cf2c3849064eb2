package io.staffetta.cloud;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.MessageTemplate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads all templates of an account, page by page. */
final class TemplateList {

    private static final int PAGE = 200;
    /** An account may have 6,000 templates; a list that goes on for longer goes round in circles. */
    private static final int MOST_PAGES = 60;

    private final Graph graph;

    TemplateList(Graph graph) {
        this.graph = graph;
    }

    /**
     * All of them.
     *
     * @throws Problem {@code templates_need_setting} if the session does not say which account
     * @throws IllegalStateException if they could not be read
     */
    List<MessageTemplate> read(CloudSettings settings, Duration timeout) {
        String account = settings.businessAccountId().orElseThrow(TemplateList::accountMissing);
        String first = account + "/message_templates?fields=id,name,language,category,status,components&limit=" + PAGE;
        long deadline = System.nanoTime() + timeout.toNanos();
        List<MessageTemplate> templates = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                throw new IllegalStateException("time_out");
            }
            JsonNode body = body(graph.get(settings, first + after, left));
            for (JsonNode listed : body.path("data")) {
                TemplateReader.read(listed).ifPresent(templates::add);
            }
            String cursor = Json.text(body.path("paging").path("cursors").path("after"));
            if (cursor.isEmpty() || !body.path("paging").has("next")) {
                return List.copyOf(templates);
            }
            after = "&after=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        }
        return List.copyOf(templates);
    }

    private static Problem accountMissing() {
        return new Problem(
                Kind.CONFLICT,
                "templates_need_setting",
                "Templates can be listed once the session has the setting \"" + CloudSettings.BUSINESS_ACCOUNT_ID
                        + "\".",
                Map.of("engine", "cloud", "setting", CloudSettings.BUSINESS_ACCOUNT_ID));
    }

    private static JsonNode body(Reply reply) {
        return Answers.required(reply).body();
    }
}
