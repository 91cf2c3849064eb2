package io.staffetta.server.webhook;

/** What becomes of a call from outside, and how it is answered. */
public sealed interface Reception {

    /** It is on disk, or was before. */
    record Kept() implements Reception {}

    /** It asked for nothing but this answer, as plain text. */
    record Answered(String body) implements Reception {}

    /** It does not come from whom it says; nothing of it was kept. */
    record Refused() implements Reception {}
}
