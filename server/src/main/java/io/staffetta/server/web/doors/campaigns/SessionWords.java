package io.staffetta.server.web.doors.campaigns;

import io.staffetta.core.Problem;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.campaign.PrintedNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The document's names for the states of sessions. */
final class SessionWords {

    private SessionWords() {}

    static String of(SessionState state) {
        return switch (state) {
            case INITIALIZING -> "connecting";
            case QR_GENERATED -> "qr";
            case AUTHENTICATED -> "authenticated";
            case READY, RESTRICTED -> "connected";
            case DISCONNECTED, LOGGED_OUT, STOPPED, ERROR -> "disconnected";
        };
    }

    /** Does something; the problems it has with a session are told in these words. */
    static <T> T inWordsOfTheDoor(Supplier<T> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            Object state = problem.details().get("sessionStatus");
            if (state == null) {
                throw problem;
            }
            Map<String, Object> details = new LinkedHashMap<>(problem.details());
            details.put("sessionStatus", of(SessionState.of(state.toString())));
            details.computeIfPresent("sessionNumber", (name, number) -> printed(number));
            throw new Problem(problem.kind(), problem.code(), String.valueOf(problem.getMessage()), details);
        }
    }

    private static Object printed(Object number) {
        return number instanceof Optional<?> known ? known.map(it -> PrintedNumber.of(it.toString())) : number;
    }
}
