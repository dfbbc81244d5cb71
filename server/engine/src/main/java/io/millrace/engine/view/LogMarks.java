package io.millrace.engine.view;

import java.util.Arrays;
import java.util.List;

/**
 * How the watermark of a stream stood as its rows came: one mark per batch that brought rows or moved the watermark. With it a reader who
 * comes later finds the same rows late as one who was there.
 *
 * <p>Written by one thread; a {@link View} can be read by any.
 */
final class LogMarks {

    private Mark[] marks = new Mark[16];
    private int first;
    private int end;
    private long base = Long.MIN_VALUE;

    /**
     * The end of a batch.
     *
     * @param batch its id
     * @param end number of the row after its last one
     * @param watermark with its rows counted in
     * @param behind whether some of its rows may have been behind the watermark before it
     */
    public record Mark(long batch, long end, long watermark, boolean behind) {}

    /** The marks as of one batch; those of an array are never changed. */
    record View(Mark[] marks, int first, int end, long base) {

        /** The watermark after a batch; what it was before the retained rows, when that is older. */
        long watermark(long batch) {
            int next = after(batch);
            return next == first ? base : marks[next - 1].watermark();
        }

        /** The number of the row after those of a batch and the ones before it, or {@code before} when there are none. */
        long rowsUntil(long batch, long before) {
            int next = after(batch);
            return next == first ? before : Math.max(before, marks[next - 1].end());
        }

        /** The marks up to a batch. */
        View upTo(long batch) {
            return new View(marks, first, after(batch), base);
        }

        /** The marks after a batch. */
        List<Mark> from(long batch) {
            return Arrays.asList(marks).subList(after(batch), end);
        }

        /** The batch of the first mark; the least number when there is none. */
        long firstBatch() {
            return first == end ? Long.MIN_VALUE : marks[first].batch();
        }

        /** The batch of the last mark; {@code before} when there is none. */
        long last(long before) {
            return first == end ? before : marks[end - 1].batch();
        }

        /** Whether a batch came after this one. */
        boolean goesOn(long batch) {
            return after(batch) < end;
        }

        /**
         * The last of the batches after one that can be read as if they were one, because only rows of the first may be late.
         *
         * @param rows most rows, unless the first batch has more
         */
        long together(long batch, long sequence, long rows) {
            int last = after(batch);
            while (last + 1 < end && !marks[last + 1].behind() && marks[last + 1].end() - sequence <= rows) {
                last++;
            }
            return marks[last].batch();
        }

        /** The index of the first mark after a batch. */
        private int after(long batch) {
            int low = first;
            int high = end;
            while (low < high) {
                int middle = low + high >>> 1;
                if (marks[middle].batch() <= batch) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /** Notes a batch, unless it changed nothing; answers whether it did. */
    boolean add(Mark mark) {
        if (first < end && marks[end - 1].end() == mark.end() && marks[end - 1].watermark() == mark.watermark()) {
            return false;
        }
        if (end == marks.length) {
            int size = end - first;
            marks = Arrays.copyOfRange(marks, first, first + Math.max(16, size * 2));
            first = 0;
            end = size;
        }
        marks[end++] = mark;
        return true;
    }

    /** Takes over marks, before the first is added. */
    void restore(long watermarkBefore, List<Mark> restored) {
        base = watermarkBefore;
        restored.forEach(this::add);
    }

    /** Rows before this number are not kept any more. */
    void forget(long firstSequence) {
        while (first < end && marks[first].end() <= firstSequence && first + 1 < end) {
            base = marks[first].watermark();
            first++;
        }
    }

    boolean isEmpty() {
        return first == end;
    }

    View view() {
        return new View(marks, first, end, base);
    }
}
