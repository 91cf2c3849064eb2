package io.staffetta.server.web.doors.blast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.contract.Contract;
import io.staffetta.server.web.DocumentedExample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document's one answer, key for key: what {@code corrections.json} does not correct is answered as it is printed.
 * The document's own figures do not add up: it counts failed messages twice, and 320 of 850 as 37.60 per cent.
 */
class BlastExampleTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
    private static final Set<String> OURS = Set.of("unconfirmedCount", "timeZone");

    private static BlastWorld world;

    @BeforeAll
    static void start() {
        world = new BlastWorld();
        ready("wa_business_main", "PT. Digital Solutions - Main", "+628123456789");
        ready("wa_customer_service", "Customer Service Team", "+628234567890");
        ready("wa_missing_session", "Gone", "+628119876543");
        operator("wa_business_main", null, "Postpaid");
        operator("wa_customer_service", "Indosat", "Prepaid");
        blast(1, "Promo Akhir Tahun", "Hello {{name}}, special offer for you!", "wa_business_main", """
                {"messageDelay": {"min": 1000, "max": 3000}, "contactDelay": {"min": 2000, "max": 5000},
                 "businessHours": {"enabled": true, "startHour": 9, "endHour": 17}}""");
        blast(2, "Follow Up Customer", "Hi {{name}}, thank you for your interest!", "wa_customer_service", """
                {"messageDelay": {"min": 2000, "max": 4000}, "contactDelay": {"min": 3000, "max": 6000},
                 "businessHours": {"enabled": true, "startHour": 8, "endHour": 18}}""");
        blast(3, "Newsletter Campaign", "Monthly newsletter for {{name}}", "wa_missing_session", """
                {"messageDelay": {"min": 1500, "max": 3500}, "contactDelay": {"min": 2500, "max": 5500},
                 "businessHours": {"enabled": false}}""");
        world.at("blast_20250907_001", "running", 1500, 1230, 45);
        world.at("blast_20250907_002", "paused", 850, 308, 12);
        world.jdbc().sql("update campaign set recipients = 2000 where id = 3").update();
        times(1, "10:30:00", "15:45:00", "10:30:00", null);
        times(2, "09:15:00", "14:20:15", "09:15:00", "14:20:00");
        times(3, "08:45:00", "08:45:00", null, null);
        world.numbers.post("/api/v1/sessions/wa_customer_service/stop", Map.of());
        await().until(() ->
                world.list("").at("/sessions/0/whatsappAccount/profilePicture").isString());
        world.jdbc().sql("""
                        update session_account set picture = null
                        where session_pk = (select id from wa_session where session_id = 'wa_customer_service')
                        """).update();
        world.numbers.any("DELETE", "/api/v1/sessions/wa_missing_session", Map.of());
        times(3, "08:45:00", "08:45:00", null, null);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    @Contract("door5.list")
    @Contract("door5.account")
    @Contract("door5.account-fallback")
    @Contract("door5.operator")
    @Contract("door5.config")
    @Contract("door5.figures")
    @Contract("rules.time")
    @Contract("rules.nulls")
    void theDocumentedAnswerComesKeyForKey() {
        JsonNode printed = JSON.readTree(DocumentedExample.text("door5/get-api-blast-control-sessions.json"));
        JsonNode corrections = JSON.readTree(DocumentedExample.text("door5/corrections.json"));

        JsonNode got = world.get("").json();

        compare("", printed, corrections, got);
    }

    @Test
    void everyCorrectionIsNeeded() {
        JsonNode printed = JSON.readTree(DocumentedExample.text("door5/get-api-blast-control-sessions.json"));
        JSON.readTree(DocumentedExample.text("door5/corrections.json"))
                .forEachEntry(
                        (path, value) -> assertThat(printed.at(path)).as(path).isNotEqualTo(value));
    }

    private static void compare(String path, JsonNode printed, JsonNode corrections, JsonNode got) {
        JsonNode wanted = corrections.has(path) ? corrections.path(path) : printed;
        if (wanted.isObject()) {
            List<String> keys = new ArrayList<>(got.propertyNames());
            Set<String> added = new TreeSet<>(keys);
            added.removeAll(wanted.propertyNames());
            assertThat(OURS).as("keys of our own at %s", path).containsAll(added);
            keys.removeAll(added);
            assertThat(keys).as("keys at %s", path).isEqualTo(List.copyOf(wanted.propertyNames()));
            wanted.forEachEntry((key, value) -> compare(path + "/" + key, value, corrections, got.path(key)));
        } else if (wanted.isArray()) {
            assertThat(got.size()).as(path).isEqualTo(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                compare(path + "/" + i, wanted.get(i), corrections, got.path(i));
            }
        } else if (wanted.asString("").equals("a time")) {
            assertThat(got.asString()).as(path).endsWith("Z");
            assertThat(Instant.parse(got.asString())).as(path).isAfter("2025-09-07T00:00:00Z");
        } else if (wanted.asString("").equals("a picture")) {
            assertThat(got.asString()).as(path).startsWith("data:image/jpeg;base64,/9j/4AAQSkZJRgABA");
        } else {
            assertThat(got).as(path).isEqualTo(wanted);
        }
    }

    private static void ready(String id, String name, String number) {
        world.numbers.ready(id, number);
        world.numbers.patch("/api/v1/sessions/" + id, Map.of("name", name));
    }

    private static void operator(String session, String provider, String plan) {
        String said = provider == null ? "null" : "\"" + provider + "\"";
        BlastWorld.data(world.numbers.server.send(
                "PUT",
                "/api/v1/sessions/" + session + "/operator",
                "{\"provider\": " + said + ", \"plan\": \"" + plan + "\"}",
                world.numbers.bearer()));
    }

    private static void blast(int id, String name, String template, String session, String config) {
        JsonNode made = BlastWorld.data(world.post("", """
                {"campaignName": "%s", "messageTemplate": "%s", "whatsappSessionId": "%s", "config": %s}
                """.formatted(name, template, session, config)));
        assertThat(made.path("id").asInt()).isEqualTo(id);
        world.jdbc()
                .sql("update campaign set reference = ? where id = ?")
                .params("blast_20250907_00" + id, id)
                .update();
    }

    private static void times(int id, String created, String updated, String started, String paused) {
        world.jdbc()
                .sql("""
                        update campaign set created_at = :created::timestamptz, updated_at = :updated::timestamptz,
                            started_at = :started::timestamptz, paused_at = :paused::timestamptz
                        where id = :id
                        """)
                .param("created", "2025-09-07T" + created + "Z")
                .param("updated", "2025-09-07T" + updated + "Z")
                .param("started", started == null ? null : "2025-09-07T" + started + "Z")
                .param("paused", paused == null ? null : "2025-09-07T" + paused + "Z")
                .param("id", id)
                .update();
    }
}
