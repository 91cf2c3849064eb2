package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Caller;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.Campaigns;
import io.staffetta.server.queue.HourlySends;
import io.staffetta.server.stream.CampaignCourse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How sending went over time, for charts. */
@RestController
class CourseRoutes {

    private final Campaigns campaigns;
    private final CampaignCourse course;
    private final HourlySends sends;
    private final BusinessTime businessTime;
    private final Clock clock;

    CourseRoutes(
            Campaigns campaigns, CampaignCourse course, HourlySends sends, BusinessTime businessTime, Clock clock) {
        this.campaigns = campaigns;
        this.course = course;
        this.sends = sends;
        this.businessTime = businessTime;
        this.clock = clock;
    }

    /**
     * A campaign's course.
     *
     * @param to now, in real time as all times here
     * @param businessNow now in business time, which estimates are given in
     * @param secondsPerPoint from one point to the next
     */
    record CourseAnswer(
            Instant from,
            Instant to,
            Instant businessNow,
            long secondsPerPoint,
            List<CampaignCourse.Point> points,
            List<CampaignCourse.Turn> turns) {}

    @Tag(name = "Campaigns")
    @Operation(summary = "How many messages a campaign sent over time, and its turns")
    @GetMapping("/api/v1/campaigns/{id}/history")
    CourseAnswer history(Caller caller, @PathVariable String id, @RequestParam @Nullable String span) {
        Campaign campaign = campaigns.get(caller.ownerId(), id);
        Instant now = clock.instant();
        Instant started = campaign.dates().startedAt() == null
                ? campaign.dates().createdAt()
                : campaign.dates().startedAt();
        Instant from = span == null ? started : now.minus(duration(span));
        CampaignCourse.Part part = course.of(caller.ownerId(), campaign.id(), from, now);
        return new CourseAnswer(
                part.from(),
                part.to(),
                businessTime.now(campaign.simulated()),
                part.width().toSeconds(),
                part.points(),
                part.turns());
    }

    /**
     * What left in one hour.
     *
     * @param from when the hour began
     */
    record Hour(Instant from, int sent) {}

    @Tag(name = "Messages")
    @Operation(summary = "How many messages all sessions sent in each of the last 24 hours, oldest first")
    @GetMapping("/api/v1/sent-by-hour")
    List<Hour> sentByHour(Caller caller) {
        Instant now = clock.instant();
        Map<Integer, Integer> sent = sends.of(caller.ownerId(), now, businessTime.now(true));
        return IntStream.iterate(HourlySends.HOURS - 1, ago -> ago >= 0, ago -> ago - 1)
                .mapToObj(ago -> new Hour(now.minus(Duration.ofHours(ago + 1L)), sent.getOrDefault(ago, 0)))
                .toList();
    }

    private static Duration duration(String span) {
        try {
            Duration read = Duration.parse(span);
            if (read.isPositive() && read.compareTo(Duration.ofDays(366)) <= 0) {
                return read;
            }
        } catch (DateTimeParseException e) {
            // Told below, as one that is out of bounds.
        }
        throw new Problem(
                Problem.Kind.INVALID,
                "invalid_parameter",
                "The parameter span is a duration such as PT1H, of at most 366 days.",
                Map.of("parameter", "span"));
    }
}
