package io.millrace.engine.view;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.codec.page.PageFile;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link StreamLog} in a checkpoint: rows and marks, or those since an earlier one. */
record LogCut(StreamLog.Snapshot log) {

    /**
     * How far a log was.
     *
     * @param end the number of the next row
     * @param batch of the last mark
     */
    record Mark(long end, long batch) {}

    /** Rows and marks. */
    long size() {
        return log.rows() + log.marks().end() - log.marks().first();
    }

    Mark mark() {
        return new Mark(log.end(), log.marks().last(Long.MIN_VALUE));
    }

    long write(OutputStream out, Optional<Mark> since) throws IOException {
        long from = Math.max(log.firstSequence(), since.map(Mark::end).orElse(0L));
        List<LogMarks.Mark> marks = log.marks().from(since.map(Mark::batch).orElse(Long.MIN_VALUE));
        List<Page> pages = log.from(from, log.end() - from);
        PageFile.write(
                out,
                head -> {
                    head.putCount(log.firstSequence());
                    head.putCount(from);
                    head.putSigned(log.marks().base());
                    head.putSigned(log.marks().firstBatch());
                    MapCodec.putList(marks, head, mark -> put(mark, head));
                },
                writer -> {
                    for (Page page : pages) {
                        writer.write(page);
                    }
                });
        return log.end() - from + marks.size();
    }

    private static void put(LogMarks.Mark mark, Encoder out) {
        out.putSigned(mark.batch());
        out.putCount(mark.end());
        out.putSigned(mark.watermark());
        out.putBoolean(mark.behind());
    }

    private static LogMarks.Mark takeMark(Decoder in) {
        return new LogMarks.Mark(in.takeSigned(), in.takeCount(), in.takeSigned(), in.takeBoolean());
    }

    /** What files hold, one after the other. */
    static final class Rows {

        private final List<Page> pages = new ArrayList<>();
        private final List<LogMarks.Mark> marks = new ArrayList<>();
        private long first;
        private long next;
        private long base = Long.MIN_VALUE;

        void read(InputStream file, RowType rowType) throws IOException {
            PageFile.read(file, rowType, this::readHead, page -> {
                pages.add(page);
                next += page.size();
            });
        }

        private void readHead(Decoder in) {
            long firstNow = in.takeCount();
            long from = in.takeCount();
            base = in.takeSigned();
            long firstBatch = in.takeSigned();
            if (from < next) {
                throw in.damaged("rows from " + from + " on follow on " + next);
            }
            if (pages.isEmpty() || from > next) { // all that was there has been forgotten meanwhile
                pages.clear();
                first = from;
                next = from;
            }
            marks.addAll(MapCodec.takeList(in, () -> takeMark(in)));
            marks.removeIf(mark -> mark.batch() < firstBatch);
            forget(firstNow);
        }

        /** Leaves out the rows before a number. */
        private void forget(long newFirst) {
            int whole = 0;
            while (whole < pages.size() && first + pages.get(whole).size() <= newFirst) {
                first += pages.get(whole++).size();
            }
            pages.subList(0, whole).clear();
            if (!pages.isEmpty() && first < newFirst) {
                Page page = pages.get(0);
                pages.set(0, page.slice((int) (newFirst - first), page.size()));
                first = newFirst;
            }
        }

        List<Page> pages() {
            return pages;
        }

        List<LogMarks.Mark> marks() {
            return marks;
        }

        long firstSequence() {
            return first;
        }

        long base() {
            return base;
        }
    }
}
