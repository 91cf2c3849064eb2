package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** What was done to a session, in a sentence, and the session as it is now. */
record SessionReply(
        boolean success, String message, @JsonUnwrapped SessionDocument about) {}
