package io.millrace.connector.files.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file as long as it does not change.
 *
 * @param key what the file system tells it apart by; its path where there is none
 */
record FileVersion(Object key, long size, long modified) {

    static FileVersion of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object key = Optional.ofNullable(attributes.fileKey()).orElse(path);
        return new FileVersion(
                key, attributes.size(), attributes.lastModifiedTime().toMillis());
    }
}
