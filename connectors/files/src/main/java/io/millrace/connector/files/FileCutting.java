package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts what one poll may give out into splits. */
final class FileCutting {

    /** A range is not cut into splits smaller than this. */
    private static final long LEAST_SPLIT = 1 << 20;
    /** How many compressed files are read at a time, so that those who unpack them find the place where they were before. */
    private static final int MOST_COMPRESSED = 4;
    /** Ranges whose ends must be searched for are kept short, since other inputs wait meanwhile. */
    private static final long MOST_SEARCHED = 8 << 20;

    private final FileParsing parsing;
    private final Admission limits;
    private final boolean fewRows;
    /** Whether ranges have to be read one after the other. */
    private final boolean inTurn;

    private final List<Split> splits = new ArrayList<>();
    private long bytes;
    private int compressed;

    FileCutting(FileParsing parsing, Admission limits) {
        this.parsing = parsing;
        this.limits = limits;
        this.fewRows = limits.rows() <= Page.MAX_ROWS;
        this.inTurn = parsing.format().changes();
        this.bytes = Math.max(1, limits.bytes());
    }

    List<Split> splits() {
        return splits;
    }

    /** Whether nothing more may be given out. */
    boolean isDone() {
        return bytes <= 0 || ((fewRows || inTurn) && !splits.isEmpty());
    }

    /**
     * Cuts a content from where it was read to on.
     *
     * @param read null when it was not read yet
     * @param end up to where it may be read
     * @param complete whether what lies at {@code end} is the end of a record
     */
    void cut(FilePartition partition, FileChannel channel, Offset read, long end, boolean complete) throws IOException {
        Offset from = read == null ? FilePosition.start(partition.generation()).offset() : read;
        long start = FilePosition.of(from).position();
        boolean packed = FileContents.isUnpacked(channel);
        if (packed && compressed == MOST_COMPRESSED) {
            return;
        }
        int before = splits.size();
        long stop = Math.min(end, bytes > end - start ? end : start + bytes);
        for (long to : ends(channel, start, end, stop, complete)) {
            FilePosition position = FilePosition.at(channel, to, partition.generation());
            long extent = to - FilePosition.of(from).position();
            splits.add(new Split(partition.name(), from, position.offset(), extent));
            partition.giveOut(position);
            from = position.offset();
            bytes -= extent;
        }
        compressed += packed && splits.size() > before ? 1 : 0;
    }

    private List<Long> ends(FileChannel channel, long start, long end, long stop, boolean complete) throws IOException {
        Optional<BlockFormat> blocks = parsing.format().blocks();
        if (blocks.isPresent()) {
            return parted(blocks.get().ends(channel, start, fewRows ? 1 : stop - start));
        }
        return fewRows || !parsing.format().splittable() || FileContents.isUnpacked(channel)
                ? searched(channel, start, end, stop, complete)
                : evenly(start, stop);
    }

    /** The ends of blocks, of which a split has some. */
    private List<Long> parted(List<Long> blocks) {
        int count = Math.max(1, Math.min(limits.splits(), blocks.size()));
        List<Long> ends = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ends.add(blocks.get(blocks.size() * i / count - 1));
        }
        return blocks.isEmpty() ? List.of() : ends;
    }

    /** Places anywhere, where records may be parted at any line end. */
    private List<Long> evenly(long start, long stop) {
        int most = inTurn ? 1 : limits.splits();
        int count = (int) Math.max(1, Math.min(most, (stop - start) / LEAST_SPLIT));
        List<Long> ends = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ends.add(start + (stop - start) * i / count);
        }
        return ends;
    }

    /** Places between records. */
    private List<Long> searched(FileChannel channel, long start, long end, long stop, boolean complete)
            throws IOException {
        long searched = Math.min(stop - start, MOST_SEARCHED);
        boolean packed = FileContents.isUnpacked(channel);
        int most = packed ? 1 : Math.max(1, limits.splits());
        long piece = Math.max(Math.min(LEAST_SPLIT, searched), searched / most);
        FileEnds.RecordLimit limit = new FileEnds.RecordLimit(Math.max(1, limits.rows()), piece);
        List<Long> ends = new ArrayList<>();
        long from = start;
        while (from < end && from - start < searched && !((fewRows || inTurn || packed) && !ends.isEmpty())) {
            long to = FileEnds.afterRecords(channel, parsing, from, end, limit, complete);
            if (to <= from) {
                break;
            }
            ends.add(to);
            from = to;
        }
        return ends;
    }
}
