package io.staffetta.server.web;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * Whoever cannot be answered as {@code Accept} says is answered in JSON: Spring finds that out only after the route has
 * run, and a message that was sent must not be told as refused. Routes with several forms choose among them by themselves.
 */
final class JsonAtLeast implements ContentNegotiationStrategy {

    private final ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

    @Override
    public List<MediaType> resolveMediaTypes(NativeWebRequest request) {
        try {
            List<MediaType> accepted = header.resolveMediaTypes(request);
            if (accepted.stream().anyMatch(MediaType.APPLICATION_JSON::isCompatibleWith)) {
                return accepted;
            }
            List<MediaType> types = new ArrayList<>(accepted);
            types.add(MediaType.APPLICATION_JSON);
            return types;
        } catch (HttpMediaTypeNotAcceptableException unreadable) {
            return MEDIA_TYPE_ALL_LIST;
        }
    }
}
