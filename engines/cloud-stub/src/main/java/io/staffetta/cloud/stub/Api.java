package io.staffetta.cloud.stub;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The side that the product sees: {@code /{version}/{id}/…}. */
final class Api {

    private static final int PAGE = 2;

    private final Script script;
    private final Ledger ledger;
    private final Hooks hooks;
    private final Rules rules;
    private final People people;

    Api(Script script, Ledger ledger, Hooks hooks, Rules rules, People people) {
        this.script = script;
        this.ledger = ledger;
        this.hooks = hooks;
        this.rules = rules;
        this.people = people;
    }

    void handle(Exchange exchange) throws IOException, InterruptedException {
        script.requests.add(exchange.record());
        List<String> path = exchange.path();
        String what = exchange.method() + (path.size() > 2 ? " " + path.get(2) : "");
        if (path.size() < 2) {
            error(exchange, 404, 2500, null);
        } else if (what.equals("GET message_templates")) {
            if (!script.knows(exchange.header("Authorization"))) {
                error(exchange, 401, 190, null);
                return;
            }
            templates(exchange, path.get(1));
        } else if (!allowed(exchange, path.get(1))) {
            return;
        } else if (what.equals("GET")) {
            number(exchange, script.numbers.get(path.get(1)));
        } else if (what.equals("POST messages")) {
            message(exchange, requireNonNull(script.numbers.get(path.get(1))));
        } else if (what.equals("POST media")) {
            upload(exchange);
        } else {
            error(exchange, 400, 100, null);
        }
    }

    private boolean allowed(Exchange exchange, String id) throws IOException {
        Script.Account number = script.numbers.get(id);
        if (number == null) {
            error(exchange, 400, 100, 33);
            return false;
        }
        if (!("Bearer " + number.token()).equals(exchange.header("Authorization"))) {
            error(exchange, 401, 190, null);
            return false;
        }
        return true;
    }

    private void number(Exchange exchange, Script.@Nullable Account number) throws IOException {
        if (script.readStatus != 200 || number == null) {
            error(exchange, script.readStatus, script.readCode, null);
            return;
        }
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.put("id", number.id())
                .put("display_phone_number", number.displayPhoneNumber())
                .put("verified_name", number.verifiedName())
                .put("quality_rating", number.qualityRating());
        answer.putObject("throughput").put("level", number.throughput());
        exchange.answer(200, answer);
    }

    private void message(Exchange exchange, Script.Account number) throws IOException, InterruptedException {
        JsonNode body = exchange.json();
        if (body.path("status").asString("").equals("read")) {
            exchange.answer(200, JsonMapper.shared().createObjectNode().put("success", true));
            return;
        }
        String to = body.path("to").asString("");
        Behaviour behaviour = script.next(to);
        OptionalInt refusal = behaviour.takes() ? rules.refusal(number, body) : OptionalInt.empty();
        if (refusal.isPresent()) {
            error(exchange, 400, refusal.getAsInt(), null);
            return;
        }
        Ledger.Entry entry = new Ledger.Entry(
                "wamid." + UUID.randomUUID(),
                number.id(),
                to,
                body.path("type").asString(""),
                body.path("biz_opaque_callback_data").asString(""));
        if (behaviour.takes()) {
            ledger.append(entry);
        }
        if (behaviour.delayMillis() > 0) {
            Thread.sleep(Duration.ofMillis(behaviour.delayMillis()));
        }
        answer(exchange, behaviour, entry);
        if (behaviour.takes()) {
            List<String> own = behaviour.statuses();
            (own == null ? people.statuses(entry, script.statuses) : own)
                    .forEach(said -> hooks.tell(Payloads.status(entry, said)));
        }
    }

    private static void answer(Exchange exchange, Behaviour behaviour, Ledger.Entry entry) throws IOException {
        switch (behaviour.kind()) {
            case ACCEPT -> exchange.answer(200, accepted(entry));
            case ERROR -> {
                byte[] bytes = JsonMapper.shared().writeValueAsBytes(errorBody(behaviour.code(), null));
                exchange.answer(behaviour.status(), bytes, behaviour.retryAfter());
            }
            case BARE -> exchange.answer(behaviour.status(), new byte[0], behaviour.retryAfter());
            case DROP, ACCEPT_THEN_DROP -> exchange.drop();
            case ACCEPT_THEN_BREAK -> exchange.breakOff();
            case EMPTY -> exchange.answer(200, new byte[0], null);
            case WITHOUT_ID -> exchange.answer(200, JsonMapper.shared().createObjectNode());
            case ACCEPT_THEN_HANG -> {
                // The client gives up first; the connection goes with the process.
            }
        }
    }

    private static ObjectNode accepted(Ledger.Entry entry) {
        ObjectNode answer = JsonMapper.shared().createObjectNode().put("messaging_product", "whatsapp");
        answer.putArray("contacts").addObject().put("input", entry.to()).put("wa_id", entry.to());
        answer.putArray("messages").addObject().put("id", entry.id()).put("message_status", "accepted");
        return answer;
    }

    private void upload(Exchange exchange) throws IOException {
        String id = Long.toString(1_000_000_000L + script.uploads.size());
        script.uploads.put(id, exchange.body().length);
        exchange.answer(200, JsonMapper.shared().createObjectNode().put("id", id));
    }

    /** In pages of two, so that nobody gets by with the first. */
    private void templates(Exchange exchange, String account) throws IOException {
        List<JsonNode> all = script.templates.getOrDefault(account, List.of());
        int start = Integer.parseInt(exchange.query().getOrDefault("after", "0"));
        int end = Math.min(all.size(), start + PAGE);
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ArrayNode data = answer.putArray("data");
        all.subList(start, end).forEach(data::add);
        ObjectNode paging = answer.putObject("paging");
        paging.putObject("cursors").put("before", Integer.toString(start)).put("after", Integer.toString(end));
        if (end < all.size()) {
            paging.put("next", "https://graph.facebook.com/next");
        }
        exchange.answer(200, answer);
    }

    private static void error(Exchange exchange, int status, int code, @Nullable Integer subcode) throws IOException {
        exchange.answer(status, errorBody(code, subcode));
    }

    private static ObjectNode errorBody(int code, @Nullable Integer subcode) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        ObjectNode error = body.putObject("error");
        error.put("message", "(#" + code + ") Refused")
                .put("type", "OAuthException")
                .put("code", code);
        if (subcode != null) {
            error.put("error_subcode", subcode);
        }
        return body;
    }
}
