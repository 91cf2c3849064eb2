package io.staffetta.server.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * How fast a campaign of templates goes from a number of the Cloud API about which nothing was said:
 * {@code CloudCampaignBenchmark [people]}, by default two thousand. The whole product on an embedded database; Meta's side is the stub, which lets the
 * number send 80 messages a second.
 */
public final class CloudCampaignBenchmark {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private CloudCampaignBenchmark() {}

    /** Runs it and prints its figures. */
    public static void main(String[] args) throws IOException {
        int people = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        Path folder = Files.createTempDirectory("cloud-campaign");
        try (CloudShop shop = new CloudShop(folder)) {
            shop.ready("shop");
            String campaign =
                    shop.started("shop", IntStream.range(0, people).mapToObj("39333%07d"::formatted), Map.of());
            JsonNode now = shop.campaign(campaign);
            while (!now.path("status").asString().equals("completed")) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                now = shop.campaign(campaign);
            }
            Duration took = Duration.between(at(now, "startedAt"), at(now, "completedAt"));
            System.out.printf(
                    "%d messages in %.1f s: %.1f/s%n",
                    people, took.toMillis() / 1000.0, people * 1000.0 / took.toMillis());
        } finally {
            Files.deleteIfExists(folder.resolve("ledger.jsonl"));
            Files.deleteIfExists(folder);
        }
        System.exit(0);
    }

    private static Instant at(JsonNode campaign, String field) {
        return Instant.parse(campaign.path(field).asString());
    }
}
