package io.millrace.connector.files.output;

/**
 * A file of a sink as far as it counts.
 *
 * @param file relative to the directory of the sink, parted by slashes
 * @param rows in its first {@code bytes} bytes; what comes after them belongs to a batch that was not completed
 * @param epoch of the server that wrote the newest of them
 * @param batch the newest of which it has rows
 * @param begun when it was begun, epoch milliseconds
 */
record OutputSegment(String file, long rows, long bytes, long epoch, long batch, long begun) {

    OutputSegment grown(long moreRows, long moreBytes, long newEpoch, long newBatch) {
        return new OutputSegment(file, rows + moreRows, bytes + moreBytes, newEpoch, newBatch, begun);
    }

    /** The directory that it is in, relative to that of the sink; empty when it is that. */
    String directory() {
        return file.substring(0, Math.max(0, file.lastIndexOf('/')));
    }
}
