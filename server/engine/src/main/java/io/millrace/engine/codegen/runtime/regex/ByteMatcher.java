package io.millrace.engine.codegen.runtime.regex;

import io.millrace.engine.codegen.runtime.ByteSearch;
import java.util.Arrays;

/** Runs a {@link ByteProgram} over slices of ASCII text, without recursion. Not thread-safe. */
final class ByteMatcher {

    private static final int FRAME = 4;
    /** Kinds of frames: what is tried or undone when a step fails. */
    private static final int OTHER_STEP = 0;

    private static final int SHORTER = 1;
    private static final int LONGER = 2;
    private static final int UNDO = 3;

    private final int[][] steps;
    private final long[][] sets;
    private final byte[] needed;
    private final int mostBefore;
    private final int[] saved;
    private int[] stack = new int[FRAME * 16];
    private int depth;
    /** Where the last choice goes on. */
    private int resumeStep;

    private int resumeAt;

    ByteMatcher(ByteProgram program) {
        this.steps = program.steps();
        this.sets = program.sets();
        this.needed = program.needed();
        this.mostBefore = program.mostBefore();
        this.saved = new int[2 * program.groups() + 2];
    }

    /** Where a group of the last match begins, or -1 when it took no part. */
    int start(int group) {
        return saved[2 * group];
    }

    int end(int group) {
        return saved[2 * group + 1];
    }

    int groups() {
        return saved.length / 2 - 1;
    }

    /** Finds the first match in {@code data[from .. end)}. */
    boolean find(byte[] data, int from, int end) {
        int first = from;
        if (needed.length > 0) {
            int at = needed.length == 1
                    ? ByteSearch.indexOf(data, from, end, needed[0])
                    : ByteSearch.indexOf(data, from, end, needed, 0, needed.length);
            if (at < 0) {
                return false;
            }
            first = Math.max(from, at - mostBefore);
        }
        for (int start = first; start <= end; start++) {
            if (run(data, from, start, end, false)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the expression matches all of {@code data[from .. end)}. */
    boolean matches(byte[] data, int from, int end) {
        return run(data, from, from, end, true);
    }

    private boolean run(byte[] data, int from, int start, int end, boolean whole) {
        Arrays.fill(saved, -1);
        depth = 0;
        int step = 0;
        int at = start;
        while (true) {
            int[] operands = steps[step];
            boolean ok = true;
            switch (operands[0]) {
                case ByteProgram.TEXT -> {
                    ok = continues(data, at, end, operands);
                    at += operands.length - 1;
                }
                case ByteProgram.SET -> {
                    ok = at < end && holds(sets[operands[1]], data[at]);
                    at++;
                }
                case ByteProgram.GREEDY -> {
                    int last = runEnd(data, at, end, operands);
                    ok = last - at >= operands[2];
                    if (ok && last - at > operands[2]) {
                        push(SHORTER, step, last, at + operands[2]);
                    }
                    at = last;
                }
                case ByteProgram.LAZY -> {
                    int least = operands[2];
                    ok = least <= end - at && runEnd(data, at, at + least, operands) - at >= least;
                    if (ok) {
                        push(LONGER, step, at + least, bound(at, end, operands[3]));
                        at += least;
                    }
                }
                case ByteProgram.SAVE -> {
                    push(UNDO, operands[1], saved[operands[1]], 0);
                    saved[operands[1]] = at;
                }
                case ByteProgram.SPLIT -> push(OTHER_STEP, operands[1], at, 0);
                case ByteProgram.JUMP -> step = operands[1] - 1;
                case ByteProgram.BEGIN -> ok = at == from;
                case ByteProgram.END -> ok = atEnd(data, from, at, end);
                default -> {
                    if (!whole || at == end) {
                        saved[0] = start;
                        saved[1] = at;
                        return true;
                    }
                    ok = false;
                }
            }
            if (ok) {
                step++;
                continue;
            }
            if (!backtrack(data)) {
                return false;
            }
            step = resumeStep;
            at = resumeAt;
        }
    }

    private static boolean continues(byte[] data, int at, int end, int[] operands) {
        if (end - at < operands.length - 1) {
            return false;
        }
        for (int i = 1; i < operands.length; i++) {
            if (data[at + i - 1] != operands[i]) {
                return false;
            }
        }
        return true;
    }

    private static int bound(int at, int end, int most) {
        return most < end - at ? at + most : end;
    }

    private static boolean holds(long[] set, byte value) {
        return (set[value >>> 6] >>> value & 1) != 0;
    }

    private int runEnd(byte[] data, int at, int end, int[] operands) {
        int bound = bound(at, end, operands[3]);
        if (operands[4] >= 0) {
            int stop = ByteSearch.indexOf(data, at, bound, (byte) operands[4]);
            return stop < 0 ? bound : stop;
        }
        long[] set = sets[operands[1]];
        int last = at;
        while (last < bound && holds(set, data[last])) {
            last++;
        }
        return last;
    }

    /** At the end, or before the line end that ends the text. */
    private static boolean atEnd(byte[] data, int from, int at, int end) {
        int left = end - at;
        if (left == 0) {
            return true;
        }
        if (left == 2) {
            return data[at] == '\r' && data[at + 1] == '\n';
        }
        return left == 1 && (data[at] == '\r' || data[at] == '\n' && (at == from || data[at - 1] != '\r'));
    }

    private void push(int kind, int step, int at, int bound) {
        if (depth + FRAME > stack.length) {
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        stack[depth] = kind;
        stack[depth + 1] = step;
        stack[depth + 2] = at;
        stack[depth + 3] = bound;
        depth += FRAME;
    }

    /** Returns to the last choice that has another way. */
    private boolean backtrack(byte[] data) {
        while (depth > 0) {
            depth -= FRAME;
            int step = stack[depth + 1];
            int at = stack[depth + 2];
            int bound = stack[depth + 3];
            switch (stack[depth]) {
                case OTHER_STEP -> {
                    resumeStep = step;
                    resumeAt = at;
                    return true;
                }
                case SHORTER -> {
                    if (at - 1 > bound) {
                        push(SHORTER, step, at - 1, bound);
                    }
                    resumeStep = step + 1;
                    resumeAt = at - 1;
                    return true;
                }
                case LONGER -> {
                    if (at < bound && holds(sets[steps[step][1]], data[at])) {
                        push(LONGER, step, at + 1, bound);
                        resumeStep = step + 1;
                        resumeAt = at + 1;
                        return true;
                    }
                }
                default -> saved[step] = at;
            }
        }
        return false;
    }
}
