package io.millrace.engine.lookup;

import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a table of another system what queries want to know of it, with several threads, and gives the answers to the server as rows of a
 * stream: the columns of the table, whether it was found, and a number that grows. What cannot be asked is asked again until it can.
 */
public final class LookupDesk implements ReceivedSource {

    private static final Logger log = LoggerFactory.getLogger(LookupDesk.class);

    private static final String PARTITION = "lookup";
    private static final int THREADS = 4;
    private static final int MOST_KEYS = 1024;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final String table;
    private final LookupSource source;
    private final RowType columns;
    private final List<Integer> keys;
    private final int[] all;
    private final Lookups lookups;
    private final BlockingDeque<Page> questions = new LinkedBlockingDeque<>();
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
        lookups.open(table, this);
        for (int i = 0; i < THREADS && !closed; i++) {
            Thread thread = new Thread(() -> run(receiver), "millrace-lookup-" + table + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Takes keys to be asked for. */
    void ask(Page asked) {
        questions.add(asked);
    }

    private void run(Receiver receiver) {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!closed) {
                Page asked = next();
                boolean answered = false;
                try {
                    receiver.accept(PARTITION, answers(asked));
                    answered = true;
                    pause = FIRST_PAUSE_MILLIS;
                } catch (RuntimeException e) {
                    report(receiver, e);
                } finally {
                    if (!answered) {
                        questions.addFirst(asked);
                    }
                }
                if (!answered) {
                    TimeUnit.MILLISECONDS.sleep(pause);
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is asked next: of many keys some, so that other threads have something to do. */
    private Page next() throws InterruptedException {
        Page asked = questions.take();
        if (asked.size() <= MOST_KEYS) {
            return asked;
        }
        questions.addFirst(asked.slice(MOST_KEYS, asked.size()));
        return asked.slice(0, MOST_KEYS);
    }

    private void report(Receiver receiver, RuntimeException failure) {
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
        Page found = source.lookUp(asked, all);
        int[] owners = ((IntColumn) found.column(0)).values();
        PageBuilder rows = new PageBuilder(columns);
        boolean[] present = new boolean[asked.size()];
        long[] numbers = new long[asked.size()];
        int at = 0;
        for (int key = 0; key < asked.size(); key++) {
            while (at < found.size() && owners[at] < key) {
                at++;
            }
            present[key] = at < found.size() && owners[at] == key;
            numbers[key] = number.incrementAndGet();
            for (int column = 0; column < columns.size(); column++) {
                int part = keys.indexOf(column);
                if (part >= 0) {
                    rows.column(column).appendFrom(asked.column(part), key);
                } else if (present[key]) {
                    rows.column(column).appendFrom(found.column(1 + column), at);
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
        lookups.close(table, this);
        threads.forEach(Thread::interrupt);
        source.close();
    }
}
