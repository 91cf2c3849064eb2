package io.staffetta.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * People whose browser asked for an address that does not exist: they get the dashboard, which says so in their language
 * and shows the way back. Programs, and whoever asks beneath the addresses of programs, get the problem in JSON.
 */
@Component
class LostPeople {

    /** What stands first in the addresses of the API, of its doors, and of files. */
    private static final Set<String> OF_PROGRAMS = Set.of(
            "api",
            "assets",
            "docs",
            "error",
            "events",
            "health",
            "inbound",
            "metrics",
            "sessions",
            "webhook",
            "whatsapp-web");

    private final DashboardPages pages;

    LostPeople(DashboardPages pages) {
        this.pages = pages;
    }

    /** Whether a browser asked for a page, at an address of its own kind. */
    static boolean sent(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return HttpMethod.GET.matches(request.getMethod())
                && accepted != null
                && accepted.contains(MediaType.TEXT_HTML_VALUE)
                && !OF_PROGRAMS.contains(firstWord(request.getRequestURI()));
    }

    /** Answers with the page that says that there is nothing here. */
    void answer(HttpServletResponse response) throws IOException {
        response.resetBuffer();
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        pages.unknown(response);
    }

    private static String firstWord(String path) {
        int end = path.indexOf('/', 1);
        return path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    }
}
