package io.millrace.app;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a document.
 *
 * @param begin index of the first line within the fence
 * @param end index of the closing fence
 */
record MarkdownBlock(String language, int begin, int end, List<String> lines) {

    private static final String FENCE = "```";

    static List<MarkdownBlock> of(List<String> document) {
        List<MarkdownBlock> blocks = new ArrayList<>();
        int at = 0;
        while (at < document.size()) {
            String line = document.get(at++);
            if (line.startsWith(FENCE)) {
                int end = at;
                while (!document.get(end).equals(FENCE)) {
                    end++;
                }
                blocks.add(new MarkdownBlock(line.substring(FENCE.length()), at, end, document.subList(at, end)));
                at = end + 1;
            }
        }
        return blocks;
    }

    /** Whether it is run, and has a result. */
    boolean runs() {
        return switch (language) {
            case "sql", "http" -> true;
            case "java" -> DocumentedProgram.isOne(this);
            default -> false;
        };
    }

    /** Whether only an empty line parts it from a block before it that runs. */
    boolean followsWhatRuns(List<MarkdownBlock> blocks) {
        return blocks.stream()
                .filter(MarkdownBlock::runs)
                .anyMatch(other -> begin - other.end() <= 3 && begin > other.end());
    }
}
