package io.staffetta.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** Bounds every body that is read into memory. Routes that stream their body bound it themselves. */
@ControllerAdvice
class BodyLimit extends RequestBodyAdviceAdapter {

    private final DataSize limit;

    BodyLimit(@Value("${staffetta.web.body-limit:1MB}") DataSize limit) {
        this.limit = limit;
    }

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converterType) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converterType)
            throws IOException {
        HttpHeaders headers = message.getHeaders();
        if (headers.getContentLength() > limit.toBytes()) {
            throw BoundedBody.tooLarge(limit);
        }
        return new Bounded(new BoundedBody(message.getBody(), limit), headers);
    }

    private record Bounded(InputStream body, HttpHeaders headers) implements HttpInputMessage {

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
