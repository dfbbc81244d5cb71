package io.millrace.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Cases with expected answers in one text file: {@code === title}, the question, {@code ---}, the answer.
 *
 * <p>With {@code -Dgolden.rewrite=true} the answers are replaced by the actual ones, to be reviewed as a diff.
 */
final class GoldenFile {

    private static final Path DIRECTORY = Path.of("src/test/resources/io/millrace/planner");

    private record Case(String title, String question, String answer) {}

    private GoldenFile() {}

    static Stream<DynamicTest> tests(String name, UnaryOperator<String> answering) {
        List<Case> cases = read(name);
        if (Boolean.getBoolean("golden.rewrite")) {
            write(
                    name,
                    cases.stream()
                            .map(one -> new Case(one.title(), one.question(), answering.apply(one.question())))
                            .toList());
        }
        return read(name).stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(),
                        () -> assertThat(answering.apply(one.question())).isEqualTo(one.answer())));
    }

    /** The questions by their titles. */
    static Map<String, String> questions(String name) {
        Map<String, String> questions = new LinkedHashMap<>();
        read(name).forEach(one -> questions.put(one.title(), one.question()));
        return questions;
    }

    private static List<Case> read(String name) {
        List<Case> cases = new ArrayList<>();
        try {
            for (String block : Files.readString(DIRECTORY.resolve(name)).split("(?m)^=== ")) {
                if (!block.isBlank()) {
                    int title = block.indexOf('\n');
                    int separator = block.indexOf("\n---\n");
                    String question = separator < 0 ? block.substring(title) : block.substring(title, separator);
                    String answer = separator < 0 ? "" : block.substring(separator + 5);
                    cases.add(new Case(block.substring(0, title), question.strip(), answer.strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static void write(String name, List<Case> cases) {
        StringBuilder text = new StringBuilder();
        cases.forEach(one -> text.append("=== ")
                .append(one.title())
                .append('\n')
                .append(one.question())
                .append("\n---\n")
                .append(one.answer())
                .append("\n\n"));
        try {
            Files.writeString(DIRECTORY.resolve(name), text.toString().strip() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
