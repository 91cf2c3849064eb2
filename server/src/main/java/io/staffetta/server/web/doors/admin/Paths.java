package io.staffetta.server.web.doors.admin;

/** Where this door's routes lie. The admin API is written with and without a slash at the end. */
final class Paths {

    /** A session in the admin API. */
    static final String ADMIN = "/api/admin/whatsapp/{session}";
    /** A session in the integration API. */
    static final String BARE = "/{session}";
    /** What the integration API is also reached under. */
    static final String SERVICE = "/api/whatsapp-service";
    /** A session there. */
    static final String SERVED = SERVICE + BARE;
    /** The queue. */
    static final String QUEUE = "/api/admin/whatsapp-queue";
    /** The events of messages. */
    static final String EVENTS = "/api/admin/whatsapp-events";

    private Paths() {}
}
