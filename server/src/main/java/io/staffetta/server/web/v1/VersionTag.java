package io.staffetta.server.web.v1;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions as HTTP writes them: answers carry one in {@code ETag}, changes may send it back in {@code If-Match}. */
final class VersionTag {

    /** A tag of a list (RFC 9110, 8.8.3). One without its quotes is taken for what it means. */
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"|([^\\s,\"]+)");

    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}");

    private VersionTag() {}

    /** The {@code ETag} of a version. */
    static String of(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The versions that an {@code If-Match} asks for, of which one is enough; null if any will do. A tag that a proxy made
     * weak, as those that compress do, still names its version: ours stand for what a campaign says, not for bytes.
     */
    static @Nullable Set<Integer> expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        Set<Integer> versions = new HashSet<>();
        Matcher tags = TAG.matcher(ifMatch);
        while (tags.find()) {
            String tag = tags.group(1) == null ? tags.group(2) : tags.group(1);
            if (VERSION.matcher(tag).matches()) {
                versions.add(Integer.valueOf(tag));
            }
        }
        // What is no version of ours is none that is current.
        return versions;
    }
}
