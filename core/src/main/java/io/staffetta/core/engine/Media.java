package io.staffetta.core.engine;

import java.util.Optional;

/**
 * A picture or document that goes with a message; the message's text is its caption.
 *
 * @param source where the other side takes it from
 * @param fileName what a document is called on the phone, if said
 */
public record Media(Kind kind, Source source, Optional<String> fileName) {

    /** What it is shown as. */
    public enum Kind {
        /** A picture. */
        IMAGE,
        /** A file. */
        DOCUMENT
    }

    /** Where the other side takes it from. */
    public sealed interface Source {

        /** An address that the other side fetches it from, anew whenever it sees fit. */
        record Link(String url) implements Source {}

        /**
         * A file that this product keeps; before an engine sees the message it becomes {@link Uploaded}, or
         * {@link Given} where the engine is no {@link MediaStore}.
         */
        record Kept(String id) implements Source {}

        /**
         * Bytes that are read when they are needed: few engines hold them for long.
         *
         * @param mediaType such as {@code image/png}
         */
        record Given(String mediaType, Bytes bytes) implements Source {}

        /** What the other side calls it since it was uploaded with {@link MediaStore}. */
        record Uploaded(String id) implements Source {}
    }

    /** Reads a file's bytes, anew each time. */
    @FunctionalInterface
    public interface Bytes {

        /**
         * All of them; may block.
         *
         * @throws IllegalStateException if they cannot be read now; its message is a stable code
         */
        byte[] read();
    }
}
