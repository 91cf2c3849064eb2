package io.staffetta.server.campaign.file;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file as they come, read one by one; not thread-safe. */
interface RawRows extends Closeable {

    /** The next row, or null after the last one. Rows that are entirely empty may be among them. */
    @Nullable
    FileRow next() throws IOException;

    /** What the file turned out to be; complete only after the last row. */
    FileForm form();
}
