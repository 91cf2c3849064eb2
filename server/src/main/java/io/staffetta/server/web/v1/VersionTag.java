package io.staffetta.server.web.v1;

import org.jspecify.annotations.Nullable;

/** Versions as HTTP writes them: answers carry one in {@code ETag}, changes may send it back in {@code If-Match}. */
final class VersionTag {

    private VersionTag() {}

    /** The {@code ETag} of a version. */
    static String of(int version) {
        return "\"" + version + "\"";
    }

    /** The version that an {@code If-Match} asks for; null if any will do. */
    static @Nullable Integer expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String tag = ifMatch.strip().replaceFirst("^W/", "").replace("\"", "");
        // What is no version of ours is none that is current.
        return tag.matches("[0-9]{1,9}") ? Integer.valueOf(tag) : Integer.valueOf(-1);
    }
}
