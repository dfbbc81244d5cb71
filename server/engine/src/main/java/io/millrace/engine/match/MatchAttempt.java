package io.millrace.engine.match;

import io.millrace.engine.aggregate.AggregateStates;
import java.util.Arrays;

/**
 * One attempt to match the pattern from one row on: how far it has come and which choices are left. It stays as it is while rows
 * are missing, and goes on from there.
 *
 * <p>What follows from a place in the program at a row does not depend on how the attempt came there, unless conditions do. So
 * choices that have been tried in vain are marked once backtracking gets expensive, after Cox's bit-state machine (RE2), also for
 * attempts from later rows: the marks last until a match is found or {@code WITHIN} has cut an attempt short.
 */
public final class MatchAttempt {

    private static final int FIRST_CAPACITY = 4;

    /** Choices per row that are made before marks are worth their memory. */
    private static final int FREE_CHOICES = 4;

    /** Less this, an instruction on the stack is a choice of which all branches have been tried when it comes up. */
    private static final int TRIED = Integer.MIN_VALUE / 2;

    private final int markWords;
    private final VariableRows variables;
    private AggregateStates[] aggregates = new AggregateStates[0];

    private int start;
    private int length;
    private int at;
    private boolean running;
    private boolean cut;
    private long steps;

    private short[] instructions = new short[FIRST_CAPACITY];
    private int[] choices = new int[2 * FIRST_CAPACITY];
    private int choiceCount;
    private final int[] iterated;

    private long[] marks;
    private int firstMarked;
    private long unmarkedChoices;

    /** @param bound whether conditions depend on the match, so that nothing can be said about a place in general */
    MatchAttempt(MatchProgram program, PlaceSets sets, boolean bound) {
        this.markWords = bound ? 0 : (program.size() + 63) >>> 6;
        this.variables = bound ? new VariableRows(sets) : null;
        this.iterated = new int[program.loops()];
    }

    /** Begins anew from a row. */
    void begin(int firstRow) {
        start = firstRow;
        length = 0;
        at = 0;
        running = true;
        cut = false;
        steps = 0;
        choiceCount = 0;
        if (variables != null) {
            variables.truncate(0);
        }
    }

    /** Ends the attempt; what it has matched can be read until the next begins. */
    void end(boolean found) {
        running = false;
        if (found || cut) {
            marks = null;
            unmarkedChoices = 0;
        }
    }

    /** Forgets everything, before the attempt is used for another partition. */
    public void rest() {
        marks = null;
        unmarkedChoices = 0;
    }

    /** Whether the attempt has begun and is not decided. */
    public boolean isRunning() {
        return running;
    }

    /** The row that the attempt begins at. */
    public int start() {
        return start;
    }

    /** How many rows are matched so far. */
    public int length() {
        return length;
    }

    /** The ROW instruction that took a row of the match. */
    public int instruction(int row) {
        return instructions[row];
    }

    /** The mapping of the rows, where conditions depend on it. */
    VariableRows variables() {
        return variables;
    }

    /** The states of the aggregates that conditions read, by number of rows. */
    public AggregateStates[] aggregates() {
        return aggregates;
    }

    public void aggregates(AggregateStates[] states) {
        aggregates = states;
    }

    /** Notes that the oldest rows of the queue are gone. */
    void dropped(int rows) {
        start -= rows;
        firstMarked -= rows;
    }

    /** The row at a place in what is matched so far, counted from the first of the match, or {@link PlaceFinder#NONE}. */
    public int find(PlaceFinder place) {
        return place.find(variables, length);
    }

    int at() {
        return at;
    }

    void goTo(int instruction) {
        at = instruction;
    }

    void cutByTime() {
        cut = true;
    }

    /** Whether so many steps have been made for so few rows that the attempt is not worth going on. */
    boolean isTooLong(long steps, long perRow) {
        return this.steps > steps + perRow * length;
    }

    /** Counts a step; that it waits is none, so that the count does not depend on batches. */
    void step() {
        steps++;
    }

    /** Tries the first branch of a choice, and remembers the other; false when both have been tried in vain at this row. */
    boolean choose(int first, int second) {
        if (marks == null && markWords > 0 && ++unmarkedChoices > FREE_CHOICES * (length + 2L)) {
            marks = new long[markWords * (length + FIRST_CAPACITY)];
            firstMarked = start;
        }
        if (marks != null) {
            int word = word(at, length);
            if (word < marks.length && (marks[word] >>> at & 1L) != 0) {
                return false;
            }
            push(TRIED - at, length);
        }
        push(second, length);
        at = first;
        return true;
    }

    private int word(int instruction, int row) {
        return (start + row - firstMarked) * markWords + (instruction >>> 6);
    }

    private void mark(int instruction, int row) {
        int word = word(instruction, row);
        if (word >= marks.length) {
            marks = Arrays.copyOf(marks, Math.max(word + markWords, marks.length * 2));
        }
        marks[word] |= 1L << instruction;
    }

    /** Forgets the marks of rows before the start. */
    void trimMarks() {
        int unused = (start - firstMarked) * markWords;
        if (marks != null && unused > marks.length / 2) {
            marks = unused >= marks.length ? null : Arrays.copyOfRange(marks, unused, marks.length);
            firstMarked = start;
        }
    }

    /** Maps the next row by the instruction at hand. */
    void take(int variable) {
        if (length == instructions.length) {
            instructions = Arrays.copyOf(instructions, length * 2);
        }
        instructions[length] = (short) at;
        if (variables != null) {
            variables.push(variable, length);
        }
        length++;
    }

    void push(int instruction, int value) {
        if (choiceCount + 2 > choices.length) {
            choices = Arrays.copyOf(choices, choices.length * 2);
        }
        choices[choiceCount++] = instruction;
        choices[choiceCount++] = value;
    }

    /** Remembers that a loop begins an iteration with the next row; false when it has already begun one there. */
    boolean iterate(int loop) {
        if (iterated[loop] == length) {
            return false;
        }
        setIterated(loop, length);
        return true;
    }

    /** Sets where a loop has begun its iteration, until this is backtracked. */
    void setIterated(int loop, int row) {
        push(~loop, iterated[loop]);
        iterated[loop] = row;
    }

    /** Goes back to the last choice; false when none is left. */
    boolean backtrack() {
        while (choiceCount > 0) {
            int value = choices[--choiceCount];
            int instruction = choices[--choiceCount];
            if (instruction >= 0) {
                at = instruction;
                length = value;
                if (variables != null) {
                    variables.truncate(length);
                }
                return true;
            }
            if (instruction <= TRIED) {
                mark(TRIED - instruction, value);
            } else {
                iterated[~instruction] = value;
            }
        }
        return false;
    }

    public long bytes() {
        long bytes = 120 + instructions.length * 2L + choices.length * 4L + (marks == null ? 0 : marks.length * 8L);
        for (AggregateStates states : aggregates) {
            bytes += states.bytes();
        }
        return bytes + (variables == null ? 0 : variables.bytes());
    }
}
