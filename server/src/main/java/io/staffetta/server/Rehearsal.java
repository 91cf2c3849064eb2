package io.staffetta.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * With {@code staffetta.rehearsal}, a start that answers one request and ends: the Java VM learns from it what later
 * starts need, and keeps that in a file.
 */
@Component
@ConditionalOnProperty("staffetta.rehearsal")
class Rehearsal {

    @EventListener
    void ready(ApplicationReadyEvent event) throws IOException, InterruptedException {
        ConfigurableApplicationContext context = event.getApplicationContext();
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        URI health = URI.create("http://127.0.0.1:" + port + "/health");
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding());
        }
        Thread.ofPlatform().name("rehearsal-end").start(context::close);
    }
}
