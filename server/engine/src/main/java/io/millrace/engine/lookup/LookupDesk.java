package io.millrace.engine.lookup;

import io.millrace.engine.view.RowText;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a table of another system what queries want to know of it, with several threads, and gives the answers to the server as rows of a
 * stream: the columns of the table, whether it was found, and a number that grows. What cannot be asked is asked again until it can. A key
 * that the table refuses when it is asked for alone, or whose row cannot be used, gets an answer with a number below zero.
 */
public final class LookupDesk implements ReceivedSource {

    private static final Logger log = LoggerFactory.getLogger(LookupDesk.class);

    private static final String PARTITION = "lookup";
    private static final int THREADS = 4;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final String table;
    private final LookupSource source;
    private final RowType columns;
    private final List<Integer> keys;
    private final int[] all;
    private final Lookups lookups;
    private final DelayQueue<Question> questions = new DelayQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong number = new AtomicLong(System.currentTimeMillis() << 20);
    private volatile boolean closed;

    /**
     * Makes a desk that does not answer yet.
     *
     * @param columns of the table, of which only those of the key are never NULL
     * @param keys indexes of the columns of the key
     */
    public LookupDesk(String table, LookupSource source, RowType columns, List<Integer> keys, Lookups lookups) {
        this.table = table;
        this.source = source;
        this.columns = columns;
        this.keys = List.copyOf(keys);
        this.all = IntStream.range(0, columns.size()).toArray();
        this.lookups = lookups;
    }

    @Override
    public synchronized void start(Receiver receiver) {
        lookups.open(this);
        for (int i = 0; i < THREADS && !closed; i++) {
            Thread thread = new Thread(() -> run(receiver), "millrace-lookup-" + table + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    String table() {
        return table;
    }

    List<Type> keyTypes() {
        return keys.stream().map(columns::type).toList();
    }

    /** Takes keys to be asked for. */
    void ask(Question question) {
        questions.add(question);
    }

    /** Forgets what nobody wants to know any more. */
    void withdraw() {
        questions.removeIf(Questions::withdrawn);
    }

    private void run(Receiver receiver) {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!closed) {
                Question question = questions.take();
                if (Questions.withdrawn(question)) {
                    continue;
                }
                if (answer(question, receiver, pause)) {
                    pause = FIRST_PAUSE_MILLIS;
                } else {
                    TimeUnit.MILLISECONDS.sleep(pause);
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tries to answer a question; one that fails is asked again behind all others. */
    private boolean answer(Question question, Receiver receiver, long pause) {
        boolean finished = false;
        try {
            receiver.accept(PARTITION, answers(question.keys()));
            finished = true;
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.INVALID_RECORD && !closed) {
                refuse(question, receiver, e);
                finished = true;
            } else {
                report(receiver, e);
            }
        } catch (RuntimeException | Error e) {
            report(receiver, e);
        } finally {
            if (!finished) {
                lookups.back(this, question.later(closed ? 0 : pause));
            }
            question.done();
        }
        return finished;
    }

    /** Finds the key that is refused, and answers that it is. */
    private void refuse(Question question, Receiver receiver, MillraceException reason) {
        Page refused = question.keys();
        if (refused.size() > 1) {
            question.halves().forEach(half -> lookups.back(this, half));
            return;
        }
        RowType types =
                columns.project(keys.stream().mapToInt(Integer::intValue).toArray());
        byte[] raw = RowText.json(types, refused, 0);
        receiver.accept(PARTITION, answers(refused, Optional.empty()));
        receiver.reject(raw, 0, raw.length, -1, ErrorCode.INVALID_RECORD, reason.userMessage());
    }

    private void report(Receiver receiver, Throwable failure) {
        if (closed) {
            return;
        }
        if (failure instanceof MillraceException known) {
            receiver.problem(known.userMessage());
        } else {
            log.warn("table {} cannot be asked", table, failure);
            receiver.problem("the table cannot be asked: " + failure.getMessage());
        }
    }

    /** An answer for each key: the first row that was found, or none. */
    Page answers(Page asked) {
        return answers(asked, Optional.of(source.lookUp(asked, all)));
    }

    private Page answers(Page asked, Optional<Page> known) {
        int rowsFound = known.map(Page::size).orElse(0);
        int[] owners = known.map(page -> ((IntColumn) page.column(0)).values()).orElse(new int[0]);
        PageBuilder rows = new PageBuilder(columns);
        boolean[] present = new boolean[asked.size()];
        long[] numbers = new long[asked.size()];
        int at = 0;
        for (int key = 0; key < asked.size(); key++) {
            while (at < rowsFound && owners[at] < key) {
                at++;
            }
            present[key] = at < rowsFound && owners[at] == key;
            numbers[key] = known.isPresent() ? number.incrementAndGet() : -number.incrementAndGet();
            for (int column = 0; column < columns.size(); column++) {
                int part = keys.indexOf(column);
                if (part >= 0) {
                    rows.column(column).appendFrom(asked.column(part), key);
                } else if (present[key]) {
                    rows.column(column).appendFrom(known.orElseThrow().column(1 + column), at);
                } else {
                    rows.column(column).appendNull();
                }
            }
            rows.endRow();
        }
        Page page = rows.build();
        List<Column> answer = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            answer.add(page.column(column));
        }
        answer.add(new BooleanColumn(asked.size(), present, null));
        answer.add(new LongColumn(asked.size(), numbers, null));
        return Page.of(asked.size(), answer);
    }

    @Override
    public synchronized void close() {
        closed = true;
        List<Question> left = new ArrayList<>(questions);
        questions.clear();
        lookups.close(this, left);
        threads.forEach(Thread::interrupt);
        source.close();
    }
}
