package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** What was done about a message, in a sentence, and its row as it is now. */
record QueueReply(
        boolean success, String message, @JsonUnwrapped QueueRow about) {}
