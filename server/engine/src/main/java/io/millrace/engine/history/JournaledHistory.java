package io.millrace.engine.history;

import io.millrace.codec.Encoder;
import io.millrace.codec.ErrorCodec;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchCommitCodec;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.BatchPlanCodec;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.batch.SplitCodec;
import io.millrace.journal.Journal;
import io.millrace.journal.RecordType;
import io.millrace.journal.Urgency;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** A history in a {@link Journal}, one record for each event; {@link HistoryReader} reads them. Thread-safe. */
public final class JournaledHistory implements History {

    /** An encoder that took more than this is not kept for the next record. */
    private static final int KEPT_BYTES = 4 << 20;

    private interface Frames {
        void write(FrameWriter frames) throws IOException;
    }

    /** Where frames go: the record that is being put together. */
    private final OutputStream record = new OutputStream() {
        @Override
        public void write(int value) {
            out.putByte(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            out.putBytes(bytes, from, length);
        }
    };

    private final Journal journal;
    private Encoder out = new Encoder();
    private FrameWriter frames = new FrameWriter(record);
    private volatile long last;
    private volatile long writtenBytes;

    public JournaledHistory(Journal journal) {
        this.journal = journal;
        this.last = journal.nextLsn() - 1;
    }

    @Override
    public long epoch() {
        return journal.epoch();
    }

    @Override
    public long position() {
        return journal.nextLsn();
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public void defined(DefinitionText text) {
        write(RecordType.DEFINED, Urgency.ORDINARY, text::put);
    }

    @Override
    public void removed(List<String> names) {
        write(RecordType.REMOVED, Urgency.ESSENTIAL, body -> MapCodec.putList(names, body, body::putText));
    }

    @Override
    public void landing(List<String> names) {
        write(RecordType.LANDING, Urgency.ESSENTIAL, body -> MapCodec.putList(names, body, body::putText));
    }

    @Override
    public void failed(String query, MillraceException cause) {
        write(RecordType.FAILED, Urgency.ESSENTIAL, body -> {
            body.putText(query);
            ErrorCodec.put(cause, body);
        });
    }

    @Override
    public void paused(String query) {
        write(RecordType.PAUSED, Urgency.ESSENTIAL, body -> body.putText(query));
    }

    @Override
    public void joined(String query) {
        write(RecordType.JOINED, Urgency.ESSENTIAL, body -> body.putText(query));
    }

    @Override
    public void waiting(Set<String> names) {
        write(RecordType.WAITING, Urgency.ESSENTIAL, body -> MapCodec.putList(List.copyOf(names), body, body::putText));
    }

    @Override
    public void resumed(Set<String> names) {
        write(RecordType.RESUMED, Urgency.ESSENTIAL, body -> MapCodec.putList(List.copyOf(names), body, body::putText));
    }

    @Override
    public void passed(String input, List<Split> splits, boolean ended, long timestamp) {
        write(RecordType.PASSED, Urgency.ESSENTIAL, body -> {
            body.putText(input);
            SplitCodec.put(splits, body);
            body.putBoolean(ended);
            body.putSigned(timestamp);
        });
    }

    @Override
    public void counted(String input, List<Split> splits, long rows, long rejected) {
        write(RecordType.COUNTED, Urgency.ESSENTIAL, body -> {
            body.putText(input);
            SplitCodec.put(splits, body);
            body.putCount(rows);
            body.putCount(rejected);
        });
    }

    @Override
    public void partitions(int number) {
        write(RecordType.PARTITIONS, Urgency.ESSENTIAL, body -> body.putCount(number));
    }

    @Override
    public void clock(boolean manual, long millis) {
        write(RecordType.CLOCK, Urgency.ORDINARY, body -> {
            body.putBoolean(manual);
            body.putSigned(millis);
        });
    }

    @Override
    public void batch(BatchPlan plan, BatchCommit commit) {
        Frames content = frames -> {
            BatchPlanCodec.write(plan, frames);
            BatchCommitCodec.write(commit, frames);
        };
        OptionalInt landing = plan.landing();
        if (landing.isEmpty()) {
            writeFrames(RecordType.BATCH, body -> {}, content);
            return;
        }
        Landed landed = plan.changes().get(landing.getAsInt()).landed().orElseThrow();
        writeFrames(
                RecordType.LANDED,
                body -> {
                    body.putCount(landing.getAsInt());
                    MapCodec.putList(landed.dropped(), body, body::putText);
                    MapCodec.putList(
                            landed.altered(),
                            body,
                            text -> DefinitionText.of(text).put(body));
                },
                content);
    }

    @Override
    public void piece(String query, PiecePlan plan) {
        write(RecordType.PIECE, Urgency.ESSENTIAL, body -> {
            body.putText(query);
            plan.put(body);
        });
    }

    @Override
    public void pieceDone(String query, Map<String, InputTime> times, Given given) {
        write(RecordType.PIECE_DONE, Urgency.ESSENTIAL, body -> {
            body.putText(query);
            MapCodec.put(times, body, time -> time.put(body));
            given.put(body);
        });
    }

    @Override
    public void sinkRows(String sink, Map<String, InputTime> times, OutboxRows rows) {
        writeFrames(
                RecordType.SINK_ROWS,
                body -> {},
                frames -> BatchCommitCodec.write(new BatchCommit(times, Map.of(sink, rows)), frames));
    }

    @Override
    public void sinkDone(String sink, long number) {
        write(RecordType.SINK_DONE, Urgency.ESSENTIAL, body -> {
            body.putText(sink);
            body.putSigned(number);
        });
    }

    @Override
    public long request() {
        long mark = last;
        journal.request(mark);
        return mark;
    }

    @Override
    public boolean isSettled(long mark) {
        return journal.isReached(mark);
    }

    @Override
    public void settle(long mark) {
        journal.await(mark);
    }

    @Override
    public void onProgress(Runnable listener) {
        journal.onProgress(listener);
    }

    @Override
    public void giveUp(MillraceException cause) {
        journal.giveUp(cause);
    }

    @Override
    public long writtenBytes() {
        return writtenBytes;
    }

    private synchronized void write(RecordType type, Urgency urgency, Consumer<Encoder> content) {
        out.clear();
        content.accept(out);
        append(type, urgency);
    }

    /** @param head is written before the frames */
    private synchronized void writeFrames(RecordType type, Consumer<Encoder> head, Frames content) {
        out.clear();
        head.accept(out);
        frames.body().clear();
        try {
            content.write(frames);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        if (frames.body().array().length > KEPT_BYTES) {
            frames = new FrameWriter(record);
        }
        append(type, Urgency.ORDINARY);
    }

    private void append(RecordType type, Urgency urgency) {
        last = journal.append(type, urgency, out);
        writtenBytes += out.size();
        if (out.array().length > KEPT_BYTES) {
            out = new Encoder();
        }
    }
}
