package io.millrace.docs;

import java.io.IOException;
import java.nio.file.Path;

/** The command of the build: {@code SiteGenerator DOCUMENTS TARGET}. It fails, and names each, when links lead nowhere. */
public final class SiteGenerator {

    private SiteGenerator() {}

    /** Reads the directory of the documents, and writes the site into another. */
    public static void main(String[] arguments) throws IOException {
        Site site = Site.read(Path.of(arguments[0]).toAbsolutePath().normalize());
        if (!site.problems().isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", site.problems()));
        }
        site.write(Path.of(arguments[1]));
    }
}
