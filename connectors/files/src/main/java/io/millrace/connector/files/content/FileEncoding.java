package io.millrace.connector.files.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** How a file holds what is in it. */
record FileEncoding(Optional<Compression> compression, Optional<Charset> charset) {

    /** Whether a file is to be read as it is. */
    boolean isPlain() {
        return compression.isEmpty() && charset.isEmpty();
    }

    InputStream opened(InputStream file) throws IOException {
        InputStream unpacked = compression.isPresent() ? compression.get().opened(file) : file;
        return charset.isPresent() ? new Transcoding(unpacked, charset.get()) : unpacked;
    }
}
