package io.staffetta.server.web.doors.campaigns;

/** What this door puts its answers in. */
record Envelope<T>(boolean success, T data) {

    static <T> Envelope<T> of(T data) {
        return new Envelope<>(true, data);
    }
}
