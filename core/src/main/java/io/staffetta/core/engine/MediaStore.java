package io.staffetta.core.engine;

import java.time.Duration;

/** An engine that keeps pictures and documents for messages that are sent later. */
public interface MediaStore {

    /**
     * Uploads a file.
     *
     * @param mediaType such as {@code image/jpeg}
     * @return what goes into {@link Media.Source.Uploaded}
     * @throws IllegalStateException if it could not be uploaded or is of a kind or size that cannot be sent; its message
     *     is a stable code, free of secrets
     */
    String upload(Link link, String fileName, String mediaType, byte[] content, Duration timeout);
}
