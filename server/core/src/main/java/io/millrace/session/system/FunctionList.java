package io.millrace.session.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The functions that queries can call, as {@code SHOW FUNCTIONS} and the documents describe them. */
public final class FunctionList {

    private static final String FILE = "functions.txt";
    private static final String HEADING = "## ";

    /**
     * A function.
     *
     * @param group what it is about
     * @param kind scalar, aggregate, window or table
     * @param signature how it is called
     * @param description what it gives, in one line
     * @param example an expression, or a query of one value
     * @param result of the example, as text
     */
    public record Entry(
            String group,
            String name,
            String kind,
            String signature,
            String description,
            String example,
            String result) {}

    private static final List<Entry> ENTRIES = read();

    private FunctionList() {}

    /** All of them, in the order in which they are described. */
    public static List<Entry> entries() {
        return ENTRIES;
    }

    private static List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        String group = "";
        for (String line : lines()) {
            if (line.startsWith(HEADING)) {
                group = line.substring(HEADING.length());
            } else if (!line.isBlank()) {
                String[] part = line.split(" \\| ", -1);
                for (int i = 0; i < part.length; i++) {
                    part[i] = part[i].replace("\\|", "|");
                }
                entries.add(new Entry(group, part[0], part[1], part[2], part[3], part[4], part[5]));
            }
        }
        return List.copyOf(entries);
    }

    private static List<String> lines() {
        try (InputStream in = FunctionList.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
