package io.staffetta.server.web.doors.admin;

import io.staffetta.core.Problem;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.MessageSummary;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The document's names for the states of messages. */
final class MessageWords {

    private MessageWords() {}

    static String of(MessageState state) {
        return switch (state) {
            case QUEUED -> "pending";
            case CLAIMED, SENDING, IN_DOUBT -> "processing";
            case SENT -> "sent";
            case DELIVERED -> "delivered";
            case READ -> "read";
            case FAILED, UNCONFIRMED -> "failed";
            case SKIPPED -> "skipped";
        };
    }

    /**
     * The states behind a name.
     *
     * @throws Problem {@code unknown_status}
     */
    static Set<MessageState> read(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        Set<MessageState> states = Arrays.stream(MessageState.values())
                .filter(state -> of(state).equals(wanted))
                .collect(Collectors.toSet());
        if (states.isEmpty()) {
            throw new Problem(
                    Problem.Kind.INVALID, "unknown_status", "There is no such status.", Map.of("status", name));
        }
        return states;
    }

    /** What went wrong, or null. */
    static @Nullable String error(MessageSummary message) {
        return switch (message.state()) {
            case UNCONFIRMED -> upper(EndReason.OUTCOME_UNKNOWN.code());
            case FAILED -> message.lastError() == null ? upper(message.reason()) : message.lastError();
            case SKIPPED -> upper(message.reason());
            case QUEUED, CLAIMED, SENDING, IN_DOUBT, SENT, DELIVERED, READ -> message.lastError();
        };
    }

    static @Nullable String upper(@Nullable String code) {
        return code == null ? null : code.toUpperCase(Locale.ROOT);
    }

    /** Runs something whose problems name states of messages, and gives these the document's names. */
    static <T> T inWordsOfTheDoor(Supplier<T> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            if (!(problem.details().get("status") instanceof String state)) {
                throw problem;
            }
            Map<String, Object> details = new LinkedHashMap<>(problem.details());
            details.put("status", of(MessageState.of(state)));
            throw new Problem(problem.kind(), problem.code(), String.valueOf(problem.getMessage()), details);
        }
    }
}
