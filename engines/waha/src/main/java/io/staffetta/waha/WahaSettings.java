package io.staffetta.waha;

import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.Setting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a session needs to know of its WAHA.
 *
 * @param baseUrl where WAHA answers, without a slash at its end
 * @param apiKey what WAHA wants in {@code X-Api-Key}; empty if it wants none. Secret.
 * @param session WAHA's name of the session
 * @param hook where WAHA shall report to, and signed with what; empty if it shall not
 */
record WahaSettings(String baseUrl, Optional<String> apiKey, String session, Optional<Hook> hook) {

    static final String BASE_URL = "baseUrl";
    static final String API_KEY = "apiKey";
    static final String HMAC_KEY = "hmacKey";
    static final String SESSION = "session";

    /** Not the user's: where calls from outside for this link arrive, where the product knows an address for that. */
    static final String INBOUND_URL = "inboundUrl";

    /** What sessions may set. */
    static final List<Setting> ALL = List.of(
            new Setting(BASE_URL, false, true, "Where your WAHA server answers, such as http://localhost:3000."),
            new Setting(
                    API_KEY,
                    true,
                    false,
                    "WAHA's API key (WAHA_API_KEY of its container).",
                    Optional.of("WAHA_API_KEY_")),
            new Setting(
                    HMAC_KEY,
                    true,
                    false,
                    "The key that WAHA signs its webhooks with; made from the API key if you set none."),
            new Setting(SESSION, false, false, "WAHA's name of the session; \"default\" if you set none."));

    private static final Pattern SESSION_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_SECRET = 512;

    /**
     * Where and how WAHA reports.
     *
     * @param url the address it calls; empty while the product has none that could be called from outside
     * @param key what the calls are signed with. Secret.
     */
    record Hook(Optional<String> url, String key) {

        @Override
        public String toString() {
            return "Hook[]";
        }
    }

    /**
     * The settings of a link.
     *
     * @throws io.staffetta.core.Problem {@code invalid_setting}
     */
    static WahaSettings of(Link link) {
        Map<String, String> given = link.settings();
        Optional<String> apiKey = secret(given, API_KEY);
        Optional<String> hmacKey = secret(given, HMAC_KEY)
                .or(() -> apiKey.map(key -> Signature.derived(key, "webhooks of " + link.sessionKey())));
        return new WahaSettings(
                baseUrl(given.get(BASE_URL)),
                apiKey,
                session(given.getOrDefault(SESSION, "default")),
                hmacKey.map(key -> new Hook(Optional.ofNullable(given.get(INBOUND_URL)), key)));
    }

    /** Checks values that are about to be kept, without a link yet. */
    static void check(Map<String, String> given) {
        baseUrl(given.get(BASE_URL));
        session(given.getOrDefault(SESSION, "default"));
        secret(given, API_KEY);
        secret(given, HMAC_KEY);
    }

    /** Whether WAHA can report with settings of these names: it needs an address, and a key to sign with. */
    static boolean reported(Set<String> given) {
        return given.contains(INBOUND_URL) && (given.contains(API_KEY) || given.contains(HMAC_KEY));
    }

    /** WAHA's own page, for what only a person can do there. */
    String page() {
        return baseUrl + "/dashboard/";
    }

    /** Puts out of a text from the wire what must not be seen. */
    String withoutSecrets(String text) {
        String clean = apiKey.map(key -> text.replace(key, "***")).orElse(text);
        return hook.map(known -> clean.replace(known.key(), "***")).orElse(clean);
    }

    private static String baseUrl(@Nullable String given) {
        if (given == null) {
            throw Setting.invalid(BASE_URL, "it is missing.");
        }
        String trimmed = given.strip().replaceAll("/+$", "");
        URI uri;
        try {
            uri = URI.create(trimmed);
        } catch (IllegalArgumentException e) {
            throw Setting.invalid(BASE_URL, "it is not an address.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw Setting.invalid(BASE_URL, "it must begin with http:// or https:// and name a host.");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw Setting.invalid(BASE_URL, "it may hold no user, no question mark and no number sign.");
        }
        return trimmed;
    }

    private static String session(String given) {
        if (!SESSION_NAME.matcher(given).matches()) {
            throw Setting.invalid(SESSION, "1 to 64 letters, digits, hyphens and underscores.");
        }
        return given;
    }

    private static Optional<String> secret(Map<String, String> given, String name) {
        String value = given.getOrDefault(name, "").strip();
        if (value.length() > LONGEST_SECRET
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(value)
                || value.chars().anyMatch(Character::isISOControl)) {
            throw Setting.invalid(name, "at most 512 plain characters.");
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    /** Names server and session only. */
    @Override
    public String toString() {
        return "WahaSettings[" + baseUrl + ", " + session + "]";
    }
}
