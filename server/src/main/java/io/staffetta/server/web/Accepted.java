package io.staffetta.server.web;

import java.util.List;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/** Reads an {@code Accept} header for routes that offer the same thing in several forms. */
public final class Accepted {

    private Accepted() {}

    /**
     * The form to answer in.
     *
     * @param accept the header
     * @param offered the forms there are, the usual one first
     * @throws HttpMediaTypeNotAcceptableException if none of them is accepted, or the header cannot be read
     */
    public static MediaType choose(String accept, List<MediaType> offered) throws HttpMediaTypeNotAcceptableException {
        return read(accept, offered).stream()
                .flatMap(wanted -> offered.stream().filter(wanted::includes))
                .findFirst()
                .orElseThrow(() -> new HttpMediaTypeNotAcceptableException(offered));
    }

    private static List<MediaType> read(String accept, List<MediaType> offered)
            throws HttpMediaTypeNotAcceptableException {
        try {
            List<MediaType> accepted = MediaType.parseMediaTypes(accept);
            MimeTypeUtils.sortBySpecificity(accepted);
            return accepted;
        } catch (InvalidMediaTypeException | InvalidMimeTypeException unreadable) {
            throw new HttpMediaTypeNotAcceptableException(offered);
        }
    }
}
