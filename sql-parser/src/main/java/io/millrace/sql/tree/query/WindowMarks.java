package io.millrace.sql.tree.query;

/**
 * Says in numbers what the syntax tree has no place for: bounds of a frame that count groups of rows, and the n of NTH_VALUE counted from the
 * last row. Such a number is written this much larger in an otherwise equal ROWS frame or call.
 */
public final class WindowMarks {

    /** More rows than there will be. */
    private static final long MARK = 1L << 60;

    private WindowMarks() {}

    public static long marked(long number) {
        return MARK + Math.min(number, MARK - 1);
    }

    public static boolean isMarked(long number) {
        return number >= MARK;
    }

    /** The number that was written. */
    public static long unmarked(long number) {
        return number - MARK;
    }
}
