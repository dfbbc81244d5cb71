package io.millrace.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How statements are written, in short. */
final class Syntax {

    private static final String LINES = "statements.txt";

    private Syntax() {}

    /** The forms of the statements that begin with some words, whatever may stand between them; of all when there are no words. */
    static List<String> of(String words) {
        List<String> wanted = List.of(words.strip().toUpperCase(Locale.ROOT).split("\\s+"));
        return lines().filter(line -> words.isBlank() || begins(line, wanted)).toList();
    }

    private static boolean begins(String line, List<String> wanted) {
        // what is optional may be left out, and what has a choice is read as all of it
        List<String> head = List.of(line.replaceAll("\\[[^\\]]*\\]", " ").split("[\\s|(]+"));
        int at = 0;
        for (String word : wanted) {
            int found = head.subList(at, head.size()).indexOf(word);
            if (found < 0 || at == 0 && found > 0) {
                return false;
            }
            at += found + 1;
        }
        return true;
    }

    private static Stream<String> lines() {
        try (InputStream in = Syntax.class.getResourceAsStream(LINES)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
