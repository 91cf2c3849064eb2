/**
 * Files that users upload for their messages: kept in pieces in the database within a quota, deleted after a while, and
 * handed to engines before the messages that carry them. Which message carries which file is not known here but asked for.
 */
@NullMarked
package io.staffetta.server.media;

import org.jspecify.annotations.NullMarked;
