package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.media.MediaFile;
import io.staffetta.server.media.MediaFiles;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Files for messages: the bodies of upload and download are streams. */
@Tag(name = "Media")
@RestController
class MediaRoutes {

    private final MediaFiles files;

    MediaRoutes(MediaFiles files) {
        this.files = files;
    }

    /**
     * A file.
     *
     * @param id what messages and templates name it by
     * @param kind {@code image} or {@code document}: what it is sent as
     * @param size in bytes
     * @param expiresAt when it is deleted, unless something that waits to be sent still needs it
     */
    record Shown(
            String id,
            String kind,
            String mediaType,
            String fileName,
            long size,
            Instant createdAt,
            Instant expiresAt) {

        static Shown of(MediaFile file) {
            return new Shown(
                    file.id(),
                    file.kind().name().toLowerCase(Locale.ROOT),
                    file.mediaType(),
                    file.fileName(),
                    file.size(),
                    file.createdAt(),
                    file.expiresAt());
        }
    }

    @Operation(
            summary = "Keeps a file for messages",
            description = "The body is the file itself, the content type says what it is: JPEG, PNG, PDF, plain text,"
                    + " or an Office document. Pictures have at most 5 MB, documents 16 MB. The same file again, under the"
                    + " same name, is the one that is kept already, for as long as a new one.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = MediaType.APPLICATION_PDF_VALUE),
                                @Content(mediaType = MediaType.IMAGE_JPEG_VALUE),
                                @Content(mediaType = MediaType.IMAGE_PNG_VALUE),
                                @Content(mediaType = MediaType.TEXT_PLAIN_VALUE)
                            }))
    @PostMapping("/api/v1/media")
    @Needs(Scope.SEND)
    @ResponseStatus(HttpStatus.CREATED)
    Shown keep(
            Caller caller,
            @Parameter(hidden = true)
                    @RequestHeader(name = HttpHeaders.CONTENT_TYPE, defaultValue = "application/octet-stream")
                    String type,
            @RequestParam String fileName,
            HttpServletRequest request)
            throws IOException {
        return Shown.of(files.keep(
                caller,
                new MediaFiles.Upload(type, fileName, request.getContentLengthLong()),
                request.getInputStream()));
    }

    @Operation(summary = "Your files, oldest first")
    @GetMapping("/api/v1/media")
    Page<Shown> list(Caller caller, Paging paging) {
        List<MediaFile> read = files.list(caller.ownerId(), paging.after().orElse(0), paging.rows());
        Page<MediaFile> page = paging.page(read, MediaFile::pk);
        return new Page<>(page.items().stream().map(Shown::of).toList(), page.next());
    }

    @Operation(summary = "One file, without its bytes")
    @GetMapping("/api/v1/media/{id}")
    Shown get(Caller caller, @PathVariable String id) {
        return Shown.of(files.require(caller.ownerId(), id));
    }

    @Operation(summary = "The file itself")
    @GetMapping("/api/v1/media/{id}/content")
    void content(Caller caller, @PathVariable String id, HttpServletResponse response) throws IOException {
        MediaFile file = files.require(caller.ownerId(), id);
        response.setContentType(file.mediaType());
        response.setContentLengthLong(file.size());
        // Never shown by a browser as a page of this product.
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(file.fileName(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        files.write(file, response.getOutputStream());
    }

    @Operation(summary = "Deletes a file that nothing waits for any more")
    @DeleteMapping("/api/v1/media/{id}")
    @Needs(Scope.SEND)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String id) {
        files.delete(caller, id);
    }
}
