package io.staffetta.server.web.doors.blast;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.PaceOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How fast a blast goes, as it is asked for and as it is told. */
record BlastConfig(
        @Nullable Range messageDelay,
        @Nullable Range contactDelay,
        @Nullable Hours businessHours) {

    /** Milliseconds. */
    record Range(@Nullable Long min, @Nullable Long max) {

        static Range of(Delay delay) {
            return new Range(delay.min().toMillis(), delay.max().toMillis());
        }

        Delay delay() {
            long shortest = min == null ? 0 : min;
            return new Delay(Duration.ofMillis(shortest), Duration.ofMillis(max == null ? shortest : max));
        }
    }

    /** The hours of the day in which it sends, the last one exclusive; without them only {@code enabled} is told. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hours(
            @Nullable Boolean enabled,
            @Nullable Integer startHour,
            @Nullable Integer endHour,
            @Nullable String timeZone) {

        static Hours of(BusinessHours hours) {
            return hours.enabled()
                    ? new Hours(
                            true,
                            hours.startHour(),
                            hours.endHour(),
                            hours.zone().getId())
                    : new Hours(false, null, null, null);
        }

        PaceOrder.Hours order() {
            PaceOrder.Hours usual = PaceOrder.Hours.DEFAULT;
            return new PaceOrder.Hours(
                    enabled == null || enabled,
                    startHour == null ? usual.startHour() : startHour,
                    endHour == null ? usual.endHour() : endHour,
                    timeZone);
        }
    }

    static BlastConfig of(Campaign.Pace pace) {
        return new BlastConfig(Range.of(pace.messageDelay()), Range.of(pace.contactDelay()), Hours.of(pace.hours()));
    }

    PaceOrder order() {
        return new PaceOrder(
                messageDelay == null ? null : messageDelay.delay(),
                contactDelay == null ? null : contactDelay.delay(),
                businessHours == null ? null : businessHours.order());
    }
}
