package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import java.nio.channels.FileChannel;

/**
 * A range of an open file, which belongs to whoever reads it.
 *
 * @param name of the file, for messages
 */
record FileRange(FileChannel channel, String name, long start, long end) {

    /** Whether the range was cut between records, because no other places in the file are known. */
    boolean compressed() {
        return FileContents.isUnpacked(channel);
    }
}
