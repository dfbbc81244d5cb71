package io.millrace.planner.typing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A call of an operator, and what is said of it. */
record Template(String operator, Claim claim, String sql) {

    /** What a template claims. */
    enum Claim {
        /** Never NULL when no argument is, and declared so. */
        STRICT,
        /** Can be NULL when no argument is. */
        NULL,
        /** Declared nullable although it never is NULL when no argument is. */
        WIDE,
        /** Refused with a positioned error. */
        REFUSED,
        /** Stands in no SELECT list. */
        NO
    }

    static List<Template> read(String file) {
        try (InputStream in = Template.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Template::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Template parse(String line) {
        int colon = line.indexOf(": ");
        String operator = line.substring(0, colon);
        String rest = line.substring(colon + 2);
        for (Claim claim : Claim.values()) {
            String word = claim.name().toLowerCase(Locale.ROOT) + " ";
            if (rest.startsWith(word)) {
                return new Template(operator, claim, rest.substring(word.length()));
            }
        }
        return new Template(operator, Claim.STRICT, rest);
    }
}
