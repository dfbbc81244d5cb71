package io.millrace.journal.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint has of a content: a file with everything and files with what changed since, in order; no file when it held nothing.
 *
 * @param history of the content, see {@link Content#history}
 * @param version of the content as of the last file
 */
public record ContentChain(long history, long version, List<Part> parts) {

    public ContentChain {
        parts = List.copyOf(parts);
    }

    /** A file that was found whole. */
    @FunctionalInterface
    public interface Part {
        InputStream open() throws IOException;
    }

    /** Takes the files, open at their beginnings. */
    @FunctionalInterface
    public interface Reader {
        void read(List<InputStream> files) throws IOException;
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Opens all files, lets them be read, closes them. */
    public void read(Reader reader) throws IOException {
        List<InputStream> files = new ArrayList<>();
        try {
            for (Part part : parts) {
                files.add(part.open());
            }
            reader.read(files);
        } finally {
            for (InputStream file : files) {
                file.close();
            }
        }
    }
}
