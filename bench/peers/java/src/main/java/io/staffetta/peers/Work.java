package io.staffetta.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with a message: read, render, post, store. */
final class Work {

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final Messages messages;
    private final URI target;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Work(Messages messages, String stub) {
        this.messages = messages;
        this.target = URI.create(stub + "/messages");
    }

    /** Sends it, unless it was sent before. */
    void on(long message) {
        try {
            Optional<Messages.Waiting> waiting = messages.read(message);
            if (waiting.isPresent()) {
                messages.store(message, post(waiting.get()));
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String post(Messages.Waiting message) throws IOException, InterruptedException {
        String text = message.template().replace("{{nome}}", message.name());
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"to\":\"" + message.phone() + "\",\"text\":\"" + text + "\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        Matcher id = ID.matcher(answer.body());
        if (answer.statusCode() != 200 || !id.find()) {
            throw new IOException("refused with " + answer.statusCode());
        }
        return id.group(1);
    }
}
