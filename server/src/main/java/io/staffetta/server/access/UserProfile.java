package io.staffetta.server.access;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A user, as far as others need to know.
 *
 * @param id the owner id of all that is the user's
 * @param administrator the user made at set-up, to whom belongs what has no owner in its document
 * @param locale one of {@code en, it, pt, es, id}
 * @param timeZone for hours where nothing else is said
 * @param defaultCountry ISO 3166, two upper-case letters: how numbers without a prefix are read
 */
public record UserProfile(
        long id,
        String email,
        boolean administrator,
        String locale,
        ZoneId timeZone,
        String defaultCountry,
        Instant createdAt) {}
