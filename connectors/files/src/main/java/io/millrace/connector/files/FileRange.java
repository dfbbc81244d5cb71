package io.millrace.connector.files;

import java.nio.channels.FileChannel;

/**
 * A range of an open file, which belongs to whoever reads it.
 *
 * @param name of the file, for messages
 */
record FileRange(FileChannel channel, String name, long start, long end) {}
