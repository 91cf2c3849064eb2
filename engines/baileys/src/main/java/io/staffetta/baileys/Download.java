package io.staffetta.baileys;

import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Fetches a file from an address that somebody gave, through the product's one way out. */
final class Download {

    private static final String UNKNOWN_TYPE = "application/octet-stream";
    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]{1,100}");

    private final OutboundHttp http;

    Download(OutboundHttp http) {
        this.http = http;
    }

    /** What became of it. */
    sealed interface Result {}

    /** It is here; its type is what the other side says it is. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record File(String type, byte[] content) implements Result {}

    /** It is not here; if lasting, trying again will not help. */
    record Failed(String code, boolean lasting) implements Result {}

    /** Fetches it; a file that is empty or larger than this fails. */
    Result of(String address, int largest, Duration timeout) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address)).timeout(timeout).build());
            return answer.statusCode() == 200 ? file(answer, largest) : refused(answer.statusCode());
        } catch (OutboundHttp.Refused | IllegalArgumentException e) {
            return new Failed("media_address", true);
        } catch (IOException e) {
            return new Failed("media_unreachable", false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed("interrupted", false);
        }
    }

    private static Result file(HttpResponse<byte[]> answer, int largest) {
        byte[] content = answer.body();
        if (content.length == 0 || content.length > largest) {
            return new Failed("media_size", true);
        }
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return new File(TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE, content);
    }

    private static Failed refused(int status) {
        return new Failed("media_status_" + status, status != 429 && status < 500);
    }
}
