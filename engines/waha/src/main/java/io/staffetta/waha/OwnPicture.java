package io.staffetta.waha;

import io.staffetta.core.engine.Picture;
import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The picture that the session's own account shows. WAHA only knows where it lies; it is fetched without our key. */
final class OwnPicture {

    private static final int LARGEST = 256 * 1024;
    private static final Set<String> TYPES = Set.of("image/jpeg", "image/png", "image/webp");

    private final WahaApi api;
    private final OutboundHttp http;

    OwnPicture(WahaApi api, OutboundHttp http) {
        this.api = api;
        this.http = http;
    }

    /**
     * Looks it up.
     *
     * @throws IllegalStateException if it could not be found out
     */
    Optional<Picture> fetch(Duration timeout) {
        if (!(api.get(api.ofSession("/profile"), timeout.dividedBy(2)) instanceof Reply.Answer answer)
                || !answer.ok()) {
            throw new IllegalStateException("WAHA does not show the profile");
        }
        String address = Wire.text(answer.body(), "picture");
        return address.isEmpty() ? Optional.empty() : load(address, timeout.dividedBy(2));
    }

    private Optional<Picture> load(String address, Duration timeout) {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create(address)).timeout(timeout).build());
            String type = response.headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .split(";", 2)[0]
                    .strip();
            if (response.statusCode() != 200 || !TYPES.contains(type) || response.body().length > LARGEST) {
                return Optional.empty();
            }
            return Optional.of(new Picture(type, Base64.getEncoder().encodeToString(response.body())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("the picture could not be loaded", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
