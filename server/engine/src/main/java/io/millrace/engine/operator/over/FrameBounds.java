package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.OverCall.Frame;
import io.millrace.dstream.expression.OverCall.Unit;
import io.millrace.dstream.expression.SortKey;
import io.millrace.engine.codegen.runtime.Times;
import io.millrace.engine.operator.RowSequence;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** The first and last position of the frame of each row of a sequence; the frame is empty when the first is beyond the last. */
final class FrameBounds {

    private static final long UNBOUNDED = Long.MAX_VALUE;

    private final int[] from;
    private final int[] to;

    FrameBounds(RowSequence sequence, Frame frame, List<SortKey> order) {
        int size = sequence.size();
        from = new int[size];
        to = new int[size];
        if (frame.rows()) {
            rows(frame, size);
        } else if (frame.unit() == Unit.GROUPS) {
            groups(sequence, frame);
        } else if (order.isEmpty()) {
            alike(frame, size);
        } else {
            range(sequence, frame, order);
        }
    }

    /** All rows have one value, from which each is as far away as from its own: not at all. */
    private void alike(Frame frame, int size) {
        Arrays.fill(from, frame.preceding() >= 0 ? 0 : size);
        Arrays.fill(to, frame.following() >= 0 ? size - 1 : -1);
    }

    int[] from() {
        return from;
    }

    int[] to() {
        return to;
    }

    private void rows(Frame frame, int size) {
        for (int i = 0; i < size; i++) {
            from[i] = frame.preceding() == UNBOUNDED ? 0 : (int) Math.max(0, Math.min(size, i - frame.preceding()));
            to[i] = frame.following() == UNBOUNDED
                    ? size - 1
                    : (int) Math.max(-1, Math.min(size - 1, i + frame.following()));
        }
    }

    private void groups(RowSequence sequence, Frame frame) {
        int size = sequence.size();
        int count = size == 0 ? 0 : sequence.peerNumber(size - 1) + 1;
        int[] starts = new int[count + 1];
        starts[count] = size;
        for (int i = 0; i < size; i = sequence.peersTo(i) + 1) {
            starts[sequence.peerNumber(i)] = i;
        }
        for (int i = 0; i < size; i++) {
            int group = sequence.peerNumber(i);
            from[i] = frame.preceding() == UNBOUNDED
                    ? 0
                    : starts[(int) Math.max(0, Math.min(count, group - frame.preceding()))];
            to[i] = frame.following() == UNBOUNDED
                    ? size - 1
                    : starts[(int) Math.max(0, Math.min(count, group + frame.following() + 1))] - 1;
        }
    }

    private void range(RowSequence sequence, Frame frame, List<SortKey> order) {
        int size = sequence.size();
        boolean distances = isDistance(frame.preceding()) || isDistance(frame.following());
        Distances keys = distances
                ? new Distances(
                        sequence.column(order.get(0).column()), order.get(0).descending())
                : null;
        for (int i = 0; i < size; i++) {
            boolean far = distances && !keys.isNull(i);
            from[i] = frame.preceding() == UNBOUNDED
                    ? 0
                    : far && isDistance(frame.preceding())
                            ? keys.firstAtLeast(i, -frame.preceding())
                            : sequence.peersFrom(i);
            to[i] = frame.following() == UNBOUNDED
                    ? size - 1
                    : far && isDistance(frame.following())
                            ? keys.lastAtMost(i, frame.following())
                            : sequence.peersTo(i);
        }
    }

    private static boolean isDistance(long bound) {
        return bound != UNBOUNDED && bound != 0;
    }

    /** Searches the order column of a sequence; nulls stand together at one end. */
    private static final class Distances {
        private final Column column;
        private final boolean descending;
        private int begin;
        private int end;

        Distances(Column column, boolean descending) {
            this.column = column;
            this.descending = descending;
            this.end = column.size();
            while (begin < end && column.isNull(begin)) {
                begin++;
            }
            while (end > begin && column.isNull(end - 1)) {
                end--;
            }
        }

        boolean isNull(int position) {
            return column.isNull(position);
        }

        int firstAtLeast(int position, long distance) {
            int low = begin;
            int high = end;
            while (low < high) {
                int middle = low + high >>> 1;
                if (compare(middle, position, distance) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        int lastAtMost(int position, long distance) {
            int low = begin;
            int high = end;
            while (low < high) {
                int middle = low + high >>> 1;
                if (compare(middle, position, distance) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        /** Compares, in sort order, the value at {@code other} with the value at {@code position} moved by a distance. */
        private int compare(int other, int position, long distance) {
            int order = compareValues(other, position, descending ? -distance : distance);
            return descending ? -order : order;
        }

        /** Of dates, which are days, or of times, which are milliseconds. */
        private int compareMonths(int other, int position, long months) {
            if (column instanceof IntColumn days) {
                return Long.compare(days.values()[other], Times.addMonths(days.values()[position], months));
            }
            long[] millis = ((LongColumn) column).values();
            return Long.compare(millis[other], Times.addMonthsToMillis(millis[position], months));
        }

        private int compareValues(int other, int position, long distance) {
            long months = Frame.monthsOf(distance);
            if (months != 0) {
                return compareMonths(other, position, months);
            }
            if (column instanceof LongColumn longs) {
                long value = longs.values()[position];
                long moved = value + distance;
                boolean overflow = ((value ^ moved) & (distance ^ moved)) < 0;
                long target = overflow ? (distance > 0 ? Long.MAX_VALUE : Long.MIN_VALUE) : moved;
                return Long.compare(longs.values()[other], target);
            }
            if (column instanceof IntColumn ints) {
                return Long.compare(ints.values()[other], ints.values()[position] + distance);
            }
            if (column instanceof DoubleColumn doubles) {
                return Double.compare(doubles.values()[other], doubles.values()[position] + distance);
            }
            BigDecimal[] values = ((DecimalColumn) column).values();
            BigDecimal moved = values[position].add(BigDecimal.valueOf(distance, values[position].scale()));
            return values[other].compareTo(moved);
        }
    }
}
