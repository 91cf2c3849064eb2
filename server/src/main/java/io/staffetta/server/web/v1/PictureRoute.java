package io.staffetta.server.web.v1;

import io.staffetta.core.engine.Picture;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.Accounts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The picture of the account behind a session. */
@Tag(name = "Sessions")
@RestController
class PictureRoute {

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Accounts accounts;

    PictureRoute(Accounts accounts) {
        this.accounts = accounts;
    }

    @Operation(summary = "The picture that the account behind a session shows of itself")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.IMAGE_JPEG_VALUE, schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(type = "string", format = "binary"))
            })
    @GetMapping("/api/v1/sessions/{id}/picture")
    ResponseEntity<byte[]> get(Caller caller, @PathVariable String id, HttpServletResponse response) {
        Picture picture = accounts.picture(caller.ownerId(), id);
        response.setHeader(
                HttpHeaders.CACHE_CONTROL,
                CacheControl.maxAge(KEPT).cachePrivate().getHeaderValue());
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(picture.mediaType()))
                .body(picture.bytes());
    }
}
