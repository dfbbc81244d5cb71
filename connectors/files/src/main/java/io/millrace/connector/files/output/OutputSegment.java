package io.millrace.connector.files.output;

/**
 * A file of a sink as far as it counts.
 *
 * @param file relative to the directory of the sink, parted by slashes
 * @param rows in its first {@code bytes} bytes; what comes after them belongs to a batch that was not completed
 * @param epoch of the server that wrote the newest of them
 * @param batch the newest of which it has rows
 * @param begun when it was begun, epoch milliseconds
 * @param open whether there are only the pieces yet that the file will be made of, in a file beside it: see {@link #path}
 */
record OutputSegment(String file, long rows, long bytes, long epoch, long batch, long begun, boolean open) {

    OutputSegment grown(long moreRows, long moreBytes, long newEpoch, long newBatch) {
        return new OutputSegment(file, rows + moreRows, bytes + moreBytes, newEpoch, newBatch, begun, open);
    }

    /** Made of its pieces, which gave so many bytes. */
    OutputSegment ended(long length) {
        return new OutputSegment(file, rows, length, epoch, batch, begun, false);
    }

    /** The directory that it is in, relative to that of the sink; empty when it is that. */
    String directory() {
        return file.substring(0, Math.max(0, file.lastIndexOf('/')));
    }

    /** Where its bytes are, relative to the directory of the sink. */
    String path() {
        return open ? hidden(".open") : file;
    }

    /** A name beside it that those who look for files of the format pass by. */
    String hidden(String ending) {
        int name = file.lastIndexOf('/') + 1;
        return file.substring(0, name) + "." + file.substring(name) + ending;
    }
}
