package io.staffetta.server.webhook;

/** A call that waits to be worked in. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record WaitingCall(long id, long sessionPk, int attempts, byte[] body) {

    /** Leaves out what people wrote. */
    @Override
    public String toString() {
        return "call " + id;
    }
}
