package io.staffetta.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Whether a request was surely made by a program on this machine: not from elsewhere, not through a proxy, and not by a
 * page of another site in somebody's browser.
 */
final class LocalRequest {

    private static final Pattern LOOPBACK_NAME =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    private LocalRequest() {}

    static boolean is(HttpServletRequest request) {
        return fromLoopback(request)
                && toLoopback(request)
                && !forwarded(request)
                && !fromOtherPage(request)
                && bodyIsJson(request);
    }

    private static boolean fromLoopback(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        try {
            return peer != null
                    && !peer.isEmpty()
                    && InetAddress.ofLiteral(peer).isLoopbackAddress();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** The name it was called by: a site that lets its own name point to this machine is turned away. */
    private static boolean toLoopback(HttpServletRequest request) {
        List<String> hosts = values(request, HttpHeaders.HOST);
        return hosts.size() == 1
                && LOOPBACK_NAME
                        .matcher(hosts.getFirst().toLowerCase(Locale.ROOT))
                        .matches();
    }

    private static boolean forwarded(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals("forwarded") || name.startsWith("x-forwarded-"));
    }

    private static boolean fromOtherPage(HttpServletRequest request) {
        String own = "http://" + request.getHeader(HttpHeaders.HOST);
        boolean foreign =
                values(request, HttpHeaders.ORIGIN).stream().anyMatch(origin -> !origin.equalsIgnoreCase(own));
        return foreign || values(request, "Sec-Fetch-Site").stream().anyMatch("cross-site"::equalsIgnoreCase);
    }

    /** A page of another site may send forms and plain texts without asking; JSON it may not. */
    private static boolean bodyIsJson(HttpServletRequest request) {
        String type = request.getContentType();
        boolean empty = request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        return type == null ? empty : isJson(type);
    }

    private static boolean isJson(String type) {
        try {
            return MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(type));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
