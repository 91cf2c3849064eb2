package io.staffetta.cloud;

import io.staffetta.core.engine.Setting;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a session of the Cloud API is set up with.
 *
 * @param phoneNumberId Meta's id of the number that writes
 * @param businessAccountId Meta's id of the account that the number and its templates belong to, if given
 * @param token what opens the API; secret
 * @param appSecret what webhooks are signed with; secret
 * @param verifyToken what Meta shows when the webhook is set up; secret
 * @param apiVersion such as {@code v23.0}
 * @param baseUrl where the API is, without a slash at its end
 * @param messagesPerSecond how fast the number may send, where that is known better than by asking Meta
 */
record CloudSettings(
        String phoneNumberId,
        Optional<String> businessAccountId,
        String token,
        String appSecret,
        String verifyToken,
        String apiVersion,
        URI baseUrl,
        OptionalInt messagesPerSecond) {

    static final String BUSINESS_ACCOUNT_ID = "businessAccountId";

    static final List<Setting> ALL = List.of(
            new Setting("phoneNumberId", false, true, "The id of the phone number, from WhatsApp > API Setup"),
            new Setting(
                    BUSINESS_ACCOUNT_ID, false, false, "The id of the WhatsApp Business Account; needed for templates"),
            new Setting("token", true, true, "An access token of a system user, with whatsapp_business_messaging"),
            new Setting("appSecret", true, true, "The app's secret, from App settings > Basic; signs webhooks"),
            new Setting(
                    "verifyToken", true, true, "A word of your own, to be repeated when the webhook is set up at Meta"),
            new Setting("apiVersion", false, false, "The version of the Graph API; v23.0 if not said"),
            new Setting("baseUrl", false, false, "Where the Graph API is; https://graph.facebook.com if not said"),
            new Setting(
                    "messagesPerSecond",
                    false,
                    false,
                    "How fast the number may send, 1 to 1000; as Meta says if not said, 20 for numbers shared with the app"));

    private static final String LATEST = "v23.0";
    private static final String META = "https://graph.facebook.com";
    private static final int FASTEST = 1000;
    private static final Pattern ID = Pattern.compile("[0-9]{1,32}");
    private static final Pattern SECRET = Pattern.compile("[!-~]{1,2048}");
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,3}\\.[0-9]{1,2}");

    /**
     * Reads them as users give them.
     *
     * @throws io.staffetta.core.Problem {@code invalid_setting}; never holds a value
     */
    static CloudSettings of(Map<String, String> given) {
        return new CloudSettings(
                matching(given, "phoneNumberId", ID, "it has to be a number without spaces"),
                said(given, BUSINESS_ACCOUNT_ID)
                        .map(id -> matching(given, BUSINESS_ACCOUNT_ID, ID, "it has to be a number without spaces")),
                matching(given, "token", SECRET, "it has to be one word"),
                matching(given, "appSecret", SECRET, "it has to be one word"),
                matching(given, "verifyToken", SECRET, "it has to be one word"),
                said(given, "apiVersion").isEmpty()
                        ? LATEST
                        : matching(given, "apiVersion", VERSION, "it has to look like v23.0"),
                baseUrl(said(given, "baseUrl").orElse(META)),
                messagesPerSecond(said(given, "messagesPerSecond")));
    }

    /** The address of something in the API, below the version. */
    URI address(String path) {
        return URI.create(baseUrl + "/" + apiVersion + "/" + path);
    }

    /** Names the number only: the rest is secret or dull. */
    @Override
    public String toString() {
        return "CloudSettings[" + phoneNumberId + "]";
    }

    private static Optional<String> said(Map<String, String> given, String name) {
        return Optional.ofNullable(given.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String matching(Map<String, String> given, String name, Pattern pattern, String rule) {
        return said(given, name)
                .filter(value -> pattern.matcher(value).matches())
                .orElseThrow(() -> Setting.invalid(name, rule));
    }

    private static URI baseUrl(String given) {
        try {
            String trimmed = given.replaceAll("/+$", "");
            URI address = URI.create(trimmed);
            boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
            boolean plain = address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
            if (web && plain && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: which part of it is wrong does not matter, and the text of it may be secret.
        }
        throw Setting.invalid(
                "baseUrl", "it has to be an address that begins with https:// and ends with the host or a path");
    }

    private static OptionalInt messagesPerSecond(Optional<String> given) {
        if (given.isEmpty()) {
            return OptionalInt.empty();
        }
        String value = given.get();
        int rate = value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : 0;
        if (rate < 1 || rate > FASTEST) {
            throw Setting.invalid("messagesPerSecond", "it has to be a number from 1 to " + FASTEST);
        }
        return OptionalInt.of(rate);
    }
}
