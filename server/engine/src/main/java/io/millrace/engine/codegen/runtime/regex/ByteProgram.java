package io.millrace.engine.codegen.runtime.regex;

import io.millrace.engine.codegen.runtime.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A regular expression as a program over ASCII bytes: steps, and for each step its operands. Finds what {@link java.util.regex}
 * finds: the leftmost match, alternatives in their order, repetitions as greedy as they are written.
 *
 * <p>Immutable; {@link ByteMatcher} runs it. Most searches are over where a text that the expression needs does not occur, and
 * begin where it does.
 */
final class ByteProgram {

    /** Bytes that must come next. */
    static final int TEXT = 0;
    /** A byte of a set. */
    static final int SET = 1;
    /** A set from {@code least} to {@code most} times, the longest run first. */
    static final int GREEDY = 2;
    /** The same, the shortest run first. */
    static final int LAZY = 3;
    /** Notes the position. */
    static final int SAVE = 4;
    /** Goes on with the next step, and if that fails with another one. */
    static final int SPLIT = 5;
    /** Goes on with another step. */
    static final int JUMP = 6;
    /** The beginning of the text. */
    static final int BEGIN = 7;
    /** The end of the text. */
    static final int END = 8;
    /** The expression has matched. */
    static final int MATCH = 9;

    private final List<int[]> steps = new ArrayList<>();
    private final List<long[]> sets = new ArrayList<>();
    private int groups;
    private byte[] needed = Text.EMPTY;
    private int mostBefore;

    private ByteProgram() {}

    /** The program for an expression, or empty when it is left to {@link java.util.regex}. */
    static Optional<ByteProgram> of(String pattern) {
        return RegexParser.parse(pattern).map(group -> {
            ByteProgram program = new ByteProgram();
            program.group(group);
            program.step(MATCH);
            if (group.alternatives().size() == 1) {
                program.findNeeded(group.alternatives().get(0));
            }
            return program;
        });
    }

    private int step(int... step) {
        steps.add(step);
        return steps.size() - 1;
    }

    private void group(RegexNode.Group group) {
        groups = Math.max(groups, group.number());
        if (group.number() > 0) {
            step(SAVE, group.number() * 2);
        }
        List<Integer> jumps = new ArrayList<>();
        int last = group.alternatives().size() - 1;
        for (int i = 0; i <= last; i++) {
            int split = i < last ? step(SPLIT, 0) : -1;
            sequence(group.alternatives().get(i));
            if (i < last) {
                jumps.add(step(JUMP, 0));
                steps.get(split)[1] = steps.size();
            }
        }
        jumps.forEach(jump -> steps.get(jump)[1] = steps.size());
        if (group.number() > 0) {
            step(SAVE, group.number() * 2 + 1);
        }
    }

    private void sequence(List<RegexNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            byte[] text = textAt(nodes, i);
            if (text.length == 0) {
                node(nodes.get(i));
                continue;
            }
            int[] step = new int[1 + text.length];
            for (int j = 0; j < text.length; j++) {
                step[1 + j] = text[j];
            }
            step(step);
            i += text.length - 1;
        }
    }

    /** The text made by the nodes from an index on that stand for one byte each. */
    private static byte[] textAt(List<RegexNode> nodes, int from) {
        byte[] text = new byte[nodes.size() - from];
        int length = 0;
        while (length < text.length && nodes.get(from + length) instanceof RegexNode.Set set && set.single() >= 0) {
            text[length++] = (byte) set.single();
        }
        return Arrays.copyOf(text, length);
    }

    private void node(RegexNode node) {
        if (node instanceof RegexNode.Set set) {
            step(SET, number(set));
        } else if (node instanceof RegexNode.Repeat repeat) {
            int kind = repeat.greedy() ? GREEDY : LAZY;
            step(
                    kind,
                    number(repeat.set()),
                    repeat.least(),
                    repeat.most(),
                    repeat.set().negated().single());
        } else if (node instanceof RegexNode.Maybe maybe) {
            int split = step(SPLIT, 0);
            group(maybe.group());
            steps.get(split)[1] = steps.size();
        } else if (node instanceof RegexNode.Group group) {
            group(group);
        } else {
            step(node instanceof RegexNode.Begin ? BEGIN : END);
        }
    }

    private int number(RegexNode.Set set) {
        sets.add(new long[] {set.low(), set.high()});
        return sets.size() - 1;
    }

    /** Finds the longest text that every match holds at a bounded distance from its beginning. */
    private void findNeeded(List<RegexNode> sequence) {
        int before = 0;
        for (int from = 0; from < sequence.size(); from++) {
            byte[] text = textAt(sequence, from);
            if (text.length > needed.length) {
                needed = text;
                mostBefore = before;
            }
            int most = sequence.get(from).extent().most();
            if (most == Integer.MAX_VALUE) {
                return;
            }
            before += most;
        }
    }

    /** A text that every match holds, perhaps empty. */
    byte[] needed() {
        return needed;
    }

    /** How far before {@link #needed} a match begins at most. */
    int mostBefore() {
        return mostBefore;
    }

    int groups() {
        return groups;
    }

    int[][] steps() {
        return steps.toArray(int[][]::new);
    }

    long[][] sets() {
        return sets.toArray(long[][]::new);
    }
}
