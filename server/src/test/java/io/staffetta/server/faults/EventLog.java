package io.staffetta.server.faults;

import io.staffetta.server.storage.DatabaseOfData;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What stands in a product's log of events of messages that left. */
final class EventLog {

    private EventLog() {}

    /** Where each of them stands. */
    static Set<String> ofMessagesThatLeft(Path data) {
        return new TreeSet<>(
                DatabaseOfData.client(data).sql("""
                        select tx || '-' || id from message_event
                        where kind = 'message' and phase in ('sent', 'delivered', 'read')
                        """).query(String.class).list());
    }

    /** An event's id without the generation of the log, which comes first. */
    static String placeOf(String id) {
        return id.replaceFirst("^.*-(\\d+-\\d+)$", "$1");
    }
}
