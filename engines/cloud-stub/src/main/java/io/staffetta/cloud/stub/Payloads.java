package io.staffetta.cloud.stub;

import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as Meta words them. */
final class Payloads {

    private Payloads() {}

    /** What became of a message: {@code sent}, {@code delivered}, {@code read}, or {@code failed:} and a code. */
    static ObjectNode status(Ledger.Entry entry, String said) {
        ObjectNode value = value(entry.number());
        ObjectNode status = value.putArray("statuses").addObject();
        boolean failed = said.startsWith("failed:");
        status.put("id", entry.id())
                .put("status", failed ? "failed" : said)
                .put("timestamp", now())
                .put("recipient_id", entry.to());
        if (!entry.callback().isEmpty()) {
            status.put("biz_opaque_callback_data", entry.callback());
        }
        if (failed) {
            status.putArray("errors")
                    .addObject()
                    .put("code", Integer.parseInt(said.substring("failed:".length())))
                    .put("title", "Message failed");
        }
        return payload("messages", value);
    }

    /** A text of somebody. */
    static ObjectNode text(String number, String from, String id, String text) {
        ObjectNode value = value(number);
        ObjectNode contact = value.putArray("contacts").addObject();
        contact.putObject("profile").put("name", "A person");
        contact.put("wa_id", from);
        ObjectNode message = value.putArray("messages").addObject();
        message.put("from", from).put("id", id).put("timestamp", now()).put("type", "text");
        message.putObject("text").put("body", text);
        return payload("messages", value);
    }

    private static ObjectNode value(String number) {
        ObjectNode value = JsonMapper.shared().createObjectNode().put("messaging_product", "whatsapp");
        value.putObject("metadata").put("display_phone_number", "15550000000").put("phone_number_id", number);
        return value;
    }

    private static ObjectNode payload(String field, ObjectNode value) {
        ObjectNode payload = JsonMapper.shared().createObjectNode().put("object", "whatsapp_business_account");
        ObjectNode entry = payload.putArray("entry").addObject().put("id", "100000000000001");
        entry.putArray("changes").addObject().put("field", field).set("value", value);
        return payload;
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }
}
