package io.millrace.sql.parser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Blocks of text and what they are expected to give; with {@code -Dgolden=rewrite} the expectations are written anew, to
 * be reviewed as a difference.
 *
 * <p>Blocks are separated by empty lines; the expectation is the last line of a block and begins with {@code =}.
 */
final class GoldenFile {
    private static final Path ROOT = Path.of("src/test/resources/io/millrace/sql/parser");

    private GoldenFile() {}

    /** A text and its expectation. */
    record Block(String input, String expected) {}

    /** Runs {@code actual} over the inputs of a file; gives the input, expected and actual text of each. */
    static List<Outcome> run(String file, UnaryOperator<String> actual) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Block block : blocks(file)) {
            outcomes.add(new Outcome(block, actual.apply(block.input())));
        }
        if ("rewrite".equals(System.getProperty("golden"))) {
            write(file, outcomes);
        }
        return outcomes;
    }

    /** A block and what the input really gives: lines of which the first replace the input and the last the expectation. */
    record Outcome(Block block, String actual) {}

    private static List<Block> blocks(String file) {
        List<Block> blocks = new ArrayList<>();
        try {
            for (String text : Files.readString(ROOT.resolve(file)).strip().split("\n\n+", -1)) {
                int line = text.lastIndexOf("\n= ");
                blocks.add(
                        line < 0 ? new Block(text, "") : new Block(text.substring(0, line), text.substring(line + 3)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    private static void write(String file, List<Outcome> outcomes) {
        List<String> texts = outcomes.stream()
                .map(outcome -> outcome.block().input() + "\n= " + outcome.actual())
                .toList();
        try {
            Files.writeString(ROOT.resolve(file), String.join("\n\n", texts) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
