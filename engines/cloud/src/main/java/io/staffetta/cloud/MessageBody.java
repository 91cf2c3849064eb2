package io.staffetta.cloud;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.TemplateMessage;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages as the API takes them. */
final class MessageBody {

    private MessageBody() {}

    /** A message to a person; the attempt goes along and comes back in every webhook about it. */
    static JsonNode of(OutboundMessage message) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("messaging_product", "whatsapp");
        body.put("recipient_type", "individual");
        body.put("to", Long.toString(message.phone()));
        body.put("biz_opaque_callback_data", message.attemptId().toString());
        if (message.template().isPresent()) {
            body.put("type", "template");
            template(body.putObject("template"), message.template().get(), message);
        } else if (message.media().isPresent()) {
            Media media = message.media().get();
            String kind = kind(media);
            body.put("type", kind);
            ObjectNode object = body.putObject(kind);
            media(object, media);
            if (!message.text().isEmpty()) {
                object.put("caption", message.text());
            }
        } else {
            body.put("type", "text");
            body.putObject("text").put("body", message.text()).put("preview_url", false);
        }
        return body;
    }

    /** That somebody's message was read. */
    static ObjectNode read(String inboundId) {
        return Json.MAPPER
                .createObjectNode()
                .put("messaging_product", "whatsapp")
                .put("status", "read")
                .put("message_id", inboundId);
    }

    /** That somebody's message was read, and an answer is being typed. */
    static ObjectNode typing(String inboundId) {
        ObjectNode body = read(inboundId);
        body.putObject("typing_indicator").put("type", "text");
        return body;
    }

    private static void template(ObjectNode template, TemplateMessage given, OutboundMessage message) {
        template.put("name", given.name());
        template.putObject("language").put("code", given.language());
        ArrayNode components = Json.MAPPER.createArrayNode();
        if (message.media().isPresent()) {
            Media media = message.media().get();
            ObjectNode parameter = component(components, "header").addObject().put("type", kind(media));
            media(parameter.putObject(kind(media)), media);
        } else if (!given.header().isEmpty()) {
            values(component(components, "header"), given.header());
        }
        if (!given.body().isEmpty()) {
            values(component(components, "body"), given.body());
        }
        for (TemplateMessage.ButtonValue button : given.buttons()) {
            ObjectNode component = components.addObject();
            component.put("type", "button").put("sub_type", "url").put("index", Integer.toString(button.button()));
            component.putArray("parameters").addObject().put("type", "text").put("text", button.text());
        }
        if (!components.isEmpty()) {
            template.set("components", components);
        }
    }

    private static ArrayNode component(ArrayNode components, String type) {
        return components.addObject().put("type", type).putArray("parameters");
    }

    private static void values(ArrayNode parameters, List<TemplateMessage.Value> values) {
        for (TemplateMessage.Value value : values) {
            ObjectNode parameter = parameters.addObject().put("type", "text");
            value.place().ifPresent(place -> parameter.put("parameter_name", place));
            parameter.put("text", value.text());
        }
    }

    private static void media(ObjectNode object, Media media) {
        switch (media.source()) {
            case Media.Source.Link link -> object.put("link", link.url());
            case Media.Source.Uploaded uploaded -> object.put("id", uploaded.id());
            case Media.Source.Kept _, Media.Source.Given _ ->
                throw new IllegalArgumentException("a file that was not uploaded");
        }
        if (media.kind() == Media.Kind.DOCUMENT) {
            media.fileName().ifPresent(name -> object.put("filename", name));
        }
    }

    private static String kind(Media media) {
        return switch (media.kind()) {
            case IMAGE -> "image";
            case DOCUMENT -> "document";
        };
    }
}
