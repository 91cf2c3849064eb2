package io.staffetta.cloud.stub;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The side that tests drive: {@code /_stub/…}. */
final class Controls {

    private final Script script;
    private final Ledger ledger;
    private final Hooks hooks;
    private final Rules rules;
    private final People people;

    Controls(Script script, Ledger ledger, Hooks hooks, Rules rules, People people) {
        this.script = script;
        this.ledger = ledger;
        this.hooks = hooks;
        this.rules = rules;
        this.people = people;
    }

    void handle(Exchange exchange) throws IOException, InterruptedException {
        String what = exchange.path().get(1);
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        switch (what) {
            case "number" -> number(exchange.json());
            case "plan" -> plan(exchange.json());
            case "statuses" -> script.statuses = texts(exchange.json());
            case "templates" -> templates(exchange.json());
            case "reads" -> reads(exchange.json());
            case "person" -> person(exchange.json());
            case "forward" ->
                rules.forward(Duration.ofSeconds(exchange.json().path("seconds").asLong()));
            case "webhook" -> webhook(exchange.json());
            case "call" -> answer.put("status", call(exchange));
            case "status" -> status(exchange.json());
            case "text" -> answer.put("id", text(exchange.json()));
            case "ledger" -> answer.set("entries", entries());
            case "requests" -> answer.set("requests", requests());
            default -> {
                exchange.answer(404, answer);
                return;
            }
        }
        exchange.answer(200, answer);
    }

    private void number(JsonNode given) {
        Script.Account number = JsonMapper.shared().treeToValue(given, Script.Account.class);
        script.numbers.put(number.id(), number);
    }

    private void plan(JsonNode given) {
        List<Behaviour> next = new ArrayList<>();
        for (JsonNode each : given.path("next")) {
            next.add(JsonMapper.shared().treeToValue(each, Behaviour.class));
        }
        script.plan(given.path("to").asString(Script.ANYBODY), next);
    }

    private void templates(JsonNode given) {
        List<JsonNode> templates = new ArrayList<>();
        given.path("templates").forEach(templates::add);
        script.templates.put(given.path("account").asString(), List.copyOf(templates));
    }

    /** How readings of a number are answered from now on. */
    private void reads(JsonNode given) {
        script.readStatus = given.path("status").asInt(200);
        script.readCode = given.path("code").asInt(0);
    }

    /** How a person is from now on; what waited for them arrives. */
    private void person(JsonNode given) {
        People.Is is = People.Is.valueOf(given.path("is").asString().toUpperCase(Locale.ROOT));
        people.change(given.path("to").asString(), is)
                .forEach(entry -> people.afterwards(entry, script.statuses)
                        .forEach(said -> hooks.tell(Payloads.status(entry, said))));
    }

    private void webhook(JsonNode given) {
        hooks.to(new Hooks.Target(
                URI.create(given.path("url").asString()),
                given.path("appSecret").asString()));
    }

    /** Calls the webhook with exactly these bytes, signed rightly unless a signature is given. */
    private int call(Exchange exchange) throws InterruptedException {
        @Nullable String signature = exchange.header("X-Stub-Signature");
        return hooks.once(exchange.body(), signature);
    }

    /** Says something of a message that was taken, by its id. */
    private void status(JsonNode given) {
        String id = given.path("id").asString();
        String said = given.path("status").asString();
        ledger.entries().stream()
                .filter(entry -> entry.id().equals(id))
                .forEach(entry -> hooks.tell(Payloads.status(entry, said)));
    }

    private String text(JsonNode given) {
        rules.heard(given.path("number").asString(), given.path("from").asString());
        String id = given.path("id").asString("wamid.in." + UUID.randomUUID());
        hooks.tell(Payloads.text(
                given.path("number").asString(),
                given.path("from").asString(),
                id,
                given.path("text").asString()));
        return id;
    }

    private ArrayNode entries() {
        ArrayNode entries = JsonMapper.shared().createArrayNode();
        ledger.entries().forEach(entry -> entries.add(JsonMapper.shared().<JsonNode>valueToTree(entry)));
        return entries;
    }

    private ArrayNode requests() {
        ArrayNode requests = JsonMapper.shared().createArrayNode();
        script.requests.forEach(requests::add);
        return requests;
    }

    private static List<String> texts(JsonNode given) {
        List<String> texts = new ArrayList<>();
        given.forEach(each -> texts.add(each.asString()));
        return List.copyOf(texts);
    }
}
