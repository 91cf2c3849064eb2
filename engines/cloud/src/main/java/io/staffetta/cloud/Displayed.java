package io.staffetta.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Meta's ids of numbers by the numbers as people see them: some webhooks name a number only so. Learned from the numbers
 * that are connected here; one that is not known is read again by its own connection sooner or later. Thread-safe.
 */
final class Displayed {

    private final Map<Long, String> ids;

    /** Remembers at most so many. */
    Displayed(int most) {
        this.ids = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void show(long phone, String phoneNumberId) {
        ids.put(phone, phoneNumberId);
    }

    /** The id of a number in any usual form. */
    synchronized Optional<String> of(String displayPhoneNumber) {
        String digits = displayPhoneNumber.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 15
                ? Optional.empty()
                : Optional.ofNullable(ids.get(Long.parseLong(digits)));
    }
}
