package io.staffetta.server.stream;

import io.staffetta.core.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The event log for those who fetch it page by page. */
@Component
public class EventHistory {

    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 10;

    private final EventReader reader;

    EventHistory(EventReader reader) {
        this.reader = reader;
    }

    /**
     * Part of the log.
     *
     * @param next where to go on, or null at the end of what has happened so far
     */
    public record Part(List<LoggedEvent> events, @Nullable String next) {}

    /**
     * The events after a position, oldest first. A part may hold fewer than asked for, and none, although more follow.
     *
     * @param after the id of the last event seen, or null for the beginning of what is kept
     * @throws Problem {@code event_position_gone} if events after that position are no longer kept, or it was never one
     */
    public Part after(EventSelection selection, @Nullable String after, int most) {
        Position at = after == null ? reader.beginning() : known(after);
        return gather(selection, at, most, reader::after);
    }

    /**
     * The events before a position, the latest first; otherwise as {@link #after}.
     *
     * @param before the id of the last event seen, or null for the end of what has happened so far
     * @throws Problem {@code event_position_gone} if that was never a position, or is no longer kept
     */
    public Part before(EventSelection selection, @Nullable String before, int most) {
        Position at = before == null ? reader.end() : known(before);
        return gather(selection, at, most, reader::before);
    }

    /** A page of the log from a position on. */
    private interface Pages {
        List<LoggedEvent> from(Position position, int most);
    }

    private static Part gather(EventSelection selection, Position from, int most, Pages pages) {
        Position at = from;
        List<LoggedEvent> found = new ArrayList<>();
        for (int i = 0; i < MOST_PAGES; i++) {
            List<LoggedEvent> page = pages.from(at, PAGE);
            for (LoggedEvent event : page) {
                at = event.position();
                if (selection.holds(event)) {
                    found.add(event);
                    if (found.size() == most) {
                        return new Part(found, at.toString());
                    }
                }
            }
            if (page.size() < PAGE) {
                return new Part(found, null);
            }
        }
        return new Part(found, at.toString());
    }

    private Position known(String printed) {
        return Position.parse(printed)
                .filter(reader::holds)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.GONE,
                        "event_position_gone",
                        "What came after that event is no longer kept; begin again."));
    }
}
