package io.staffetta.cloud.stub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether people have their phones on, or no WhatsApp at all: what becomes of messages follows from it. */
final class People {

    private static final String NOT_THERE = "failed:131026";
    private static final String SENT = "sent";

    private final Map<String, Is> are = new HashMap<>();
    private final Map<String, List<Ledger.Entry>> waiting = new HashMap<>();

    /** How a person is. */
    enum Is {
        /** Gets messages as they come. */
        HERE,
        /** Gets them once here again. */
        AWAY,
        /** Is not on WhatsApp. */
        GONE
    }

    /** From now on a person is like this; what waited for them and arrives now. */
    synchronized List<Ledger.Entry> change(String person, Is is) {
        are.put(person, is);
        List<Ledger.Entry> waited = is == Is.AWAY ? null : waiting.remove(person);
        return waited == null ? List.of() : waited;
    }

    /** What is said of a message that was taken just now. */
    synchronized List<String> statuses(Ledger.Entry entry, List<String> whole) {
        return switch (are.getOrDefault(entry.to(), Is.HERE)) {
            case HERE -> whole;
            case GONE -> List.of(NOT_THERE);
            case AWAY -> {
                waiting.computeIfAbsent(entry.to(), person -> new ArrayList<>()).add(entry);
                yield List.of(SENT);
            }
        };
    }

    /** What is said of one that waited. */
    synchronized List<String> afterwards(Ledger.Entry entry, List<String> whole) {
        return are.get(entry.to()) == Is.GONE
                ? List.of(NOT_THERE)
                : whole.stream().filter(said -> !said.equals(SENT)).toList();
    }
}
