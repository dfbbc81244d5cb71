package io.millrace.connector.files.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a sink has written as a stranger would: by the lines of its manifest, and by nothing else. */
final class ManifestReader {

    private static final Pattern FILE =
            Pattern.compile("\\{\"file\":\"([^\"]*)\",\"rows\":(\\d+),\"bytes\":(\\d+),.*}");
    private static final Pattern BATCH = Pattern.compile("\"batch\":(\\d+)}");

    private ManifestReader() {}

    /** All lines that count, file by file. */
    static List<String> lines(Path directory) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String entry : Files.readAllLines(directory.resolve(".manifest"))) {
            Matcher file = FILE.matcher(entry);
            if (file.matches()) {
                byte[] bytes = Files.readAllBytes(directory.resolve(file.group(1)));
                int counting = Integer.parseInt(file.group(3));
                List<String> rows = new String(Arrays.copyOf(bytes, counting), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
                if (rows.size() != Integer.parseInt(file.group(2))) {
                    throw new IOException(file.group(1) + " has " + rows.size() + " rows, not " + entry);
                }
                lines.addAll(rows);
            }
        }
        return lines;
    }

    /** The newest batch that counts. */
    static long batch(Path directory) throws IOException {
        Matcher batch =
                BATCH.matcher(Files.readAllLines(directory.resolve(".manifest")).get(0));
        return batch.find() ? Long.parseLong(batch.group(1)) : -1;
    }
}
