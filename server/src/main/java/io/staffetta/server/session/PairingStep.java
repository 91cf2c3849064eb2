package io.staffetta.server.session;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A step of linking that only the engine's own page can carry out, such as a passkey.
 *
 * @param kind the engine's word for it
 * @param url where its page is; null if the engine gave no address that a browser should open
 */
public record PairingStep(String kind, @Nullable String url) {

    private static final int LONGEST_KIND = 100;
    private static final int LONGEST_URL = 2_000;

    /** What an engine said, with nothing in it that a page could trip over. */
    static PairingStep heard(String kind, String url) {
        String word = kind.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(LONGEST_KIND)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new PairingStep(word, opens(url) ? url : null);
    }

    private static boolean opens(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = String.valueOf(uri.getScheme());
            boolean web = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
            return web && uri.getHost() != null && url.length() <= LONGEST_URL;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
