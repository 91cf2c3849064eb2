package io.staffetta.server.webhook;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.outbound.OutboundConfiguration;
import io.staffetta.wire.OutboundHttp;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** What endpoints have to be like. */
@Component
class EndpointRules {

    private static final int LONGEST_URL = 2000;
    private static final int LONGEST_DESCRIPTION = 200;
    private static final int LONGEST_NAME = 100;
    private static final int MOST_EVENTS = 100;

    private final OutboundHttp http;
    private final int mostPerUser;

    EndpointRules(@Qualifier(OutboundConfiguration.WEBHOOKS) OutboundHttp http, HookSettings settings) {
        this.http = http;
        this.mostPerUser = settings.mostPerUser();
    }

    /** One more than these may be added. */
    void checkCount(int already) {
        if (already >= mostPerUser) {
            throw new Problem(
                    Kind.CONFLICT,
                    "too_many_webhooks",
                    "There are as many webhooks as there may be",
                    Map.of("most", mostPerUser));
        }
    }

    void checkNew(EndpointChange wanted) {
        if (wanted.url() == null) {
            throw invalidUrl("it is missing");
        }
        if (wanted.events() == null) {
            throw unknownType("");
        }
        check(wanted);
    }

    void check(EndpointChange wanted) {
        if (wanted.url() != null) {
            checkUrl(wanted.url());
        }
        if (wanted.events() != null) {
            checkEvents(wanted.events());
        }
        checkLength(wanted.description(), LONGEST_DESCRIPTION);
        checkLength(wanted.sessionId(), LONGEST_NAME);
        checkLength(wanted.campaignId(), LONGEST_NAME);
    }

    void checkOverlap(Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(Endpoints.LONGEST_OVERLAP) > 0) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_overlap",
                    "The old secret signs for 0 to 168 hours more",
                    Map.of("mostHours", Endpoints.LONGEST_OVERLAP.toHours()));
        }
    }

    private void checkUrl(String url) {
        if (url.length() > LONGEST_URL) {
            throw invalidUrl("it is too long");
        }
        try {
            http.check(new URI(url));
        } catch (URISyntaxException e) {
            throw invalidUrl("it is no address");
        } catch (OutboundHttp.Refused e) {
            throw invalidUrl(String.valueOf(e.getMessage()));
        }
    }

    private static void checkEvents(List<String> events) {
        if (events.isEmpty() || events.size() > MOST_EVENTS) {
            throw unknownType("");
        }
        for (String type : events) {
            if (!EventTypes.known(type)) {
                throw unknownType(type);
            }
        }
    }

    private static void checkLength(@Nullable String text, int most) {
        if (text != null && (text.length() > most || text.indexOf('\0') >= 0)) {
            throw new Problem(Kind.INVALID, "webhook_text_too_long", "A text is too long", Map.of("most", most));
        }
    }

    private static Problem invalidUrl(String why) {
        return new Problem(
                Kind.INVALID, "invalid_webhook_url", "The address cannot be called: " + why, Map.of("why", why));
    }

    private static Problem unknownType(String type) {
        return new Problem(
                Kind.INVALID,
                "unknown_event_type",
                "Webhooks tell of known types of events, all of a kind (message.*) or everything (*)",
                Map.of("type", type.length() > LONGEST_NAME ? type.substring(0, LONGEST_NAME) : type));
    }
}
