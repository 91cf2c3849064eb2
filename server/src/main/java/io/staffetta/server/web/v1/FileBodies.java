package io.staffetta.server.web.v1;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** The bodies that are files and are read as they come, each at least as fast as the operator wants. */
@Component
class FileBodies {

    private final PacedBody.Pace pace;

    FileBodies(
            @Value("${staffetta.web.slowest-file:16KB}") DataSize bytesPerSecond,
            @Value("${staffetta.web.file-grace:10s}") Duration grace) {
        this.pace = new PacedBody.Pace(bytesPerSecond, grace);
    }

    /** The body of this request; reading it may end in {@code request_too_slow}. */
    InputStream of(HttpServletRequest request) throws IOException {
        return new PacedBody(request.getInputStream(), pace, System::nanoTime);
    }
}
