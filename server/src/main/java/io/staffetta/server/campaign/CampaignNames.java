package io.staffetta.server.campaign;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Names new campaigns: 24 random hexadecimal digits, and the user's running number of the day. */
@Component
class CampaignNames {

    private static final int PUBLIC_ID_BYTES = 12;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

    private final CampaignStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CampaignNames(CampaignStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The names of the user's next campaign. The caller's transaction holds the user's numbering. */
    CampaignStore.Names next(long ownerId, ZoneId zone) {
        byte[] publicId = new byte[PUBLIC_ID_BYTES];
        random.nextBytes(publicId);
        String prefix = "blast_" + DAY.format(clock.instant().atZone(zone)) + "_";
        int number = store.lastNumber(ownerId, prefix) + 1;
        return new CampaignStore.Names(
                HexFormat.of().formatHex(publicId), prefix + String.format(Locale.ROOT, "%03d", number));
    }
}
