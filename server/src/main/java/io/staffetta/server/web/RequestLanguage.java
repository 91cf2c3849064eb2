package io.staffetta.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Which language a request wants to be answered in, and which door it came through. */
public final class RequestLanguage {

    private static final List<Locale> SPOKEN =
            Texts.LANGUAGES.stream().map(Locale::forLanguageTag).toList();

    /** Where the door is kept that a request came to by its path. */
    static final String DOOR = Door.class.getName();

    private RequestLanguage() {}

    /** One of {@link Texts#LANGUAGES}: by {@code Accept-Language}, else what the door speaks, else English. */
    public static String of(HttpServletRequest request) {
        return wanted(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                .orElseGet(() -> door(request).map(Door::language).orElse("en"));
    }

    /** The door that the request's route belongs to, or else its path, if it is one. */
    static Optional<Door> door(HttpServletRequest request) {
        Door known = request.getAttribute(DOOR) instanceof Door door ? door : null;
        Door ofRoute =
                request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method
                        ? AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Door.class)
                        : null;
        return Optional.ofNullable(ofRoute == null ? known : ofRoute);
    }

    private static Optional<String> wanted(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        try {
            List<LanguageRange> ranges = LanguageRange.parse(header).stream()
                    .filter(range -> !range.getRange().equals("*"))
                    .toList();
            return Optional.ofNullable(Locale.lookup(ranges, SPOKEN)).map(Locale::getLanguage);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
