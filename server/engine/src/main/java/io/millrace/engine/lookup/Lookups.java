package io.millrace.engine.lookup;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where queries leave the keys that they ask for, by table. A question may be asked before there is anybody who answers, and again after
 * a restart or a batch that was taken back; it has no effects but an answer. Thread-safe.
 */
public final class Lookups {

    /** Who answers for a table: nobody, or one desk, or two while it is replaced, each of which answers to all that is asked. */
    private static final class Questions {

        private final List<LookupDesk> desks = new ArrayList<>();
        private final List<Page> unheard = new ArrayList<>();

        synchronized void ask(Page keys) {
            if (desks.isEmpty()) {
                unheard.add(keys);
            }
            desks.forEach(desk -> desk.ask(keys));
        }

        synchronized void open(LookupDesk desk) {
            unheard.forEach(desk::ask);
            unheard.clear();
            desks.add(desk);
        }

        synchronized void close(LookupDesk desk) {
            desks.removeIf(other -> other.equals(desk));
        }

        synchronized Optional<LookupDesk> first() {
            return desks.stream().findFirst();
        }
    }

    private static final long PAUSE_MILLIS = 50;

    private final Map<String, Questions> tables = new ConcurrentHashMap<>();

    private Questions questions(String table) {
        return tables.computeIfAbsent(table, name -> new Questions());
    }

    /** Asks for the rows of keys, each of which comes once; answers are rows of the table's stream, some time. */
    public void ask(String table, Page keys) {
        questions(table).ask(keys);
    }

    /**
     * Waits for the answers to keys.
     *
     * @param wanted fails when nobody wants the answers any more; asked again and again
     * @return a page of answers, one for each key, in the order of the keys
     * @throws MillraceException with blame EXTERNAL when there are none
     */
    public Page lookUp(String table, Page keys, Runnable wanted) {
        LookupDesk desk = questions(table)
                .first()
                .orElseThrow(
                        () -> new MillraceException(ErrorCode.SOURCE_FAILED, "table \"" + table + "\" is not open"));
        FutureTask<Page> question = new FutureTask<>(() -> desk.answers(keys));
        Thread thread = new Thread(question, "millrace-lookup-" + table);
        thread.setDaemon(true);
        thread.start();
        try {
            return await(question, wanted);
        } finally {
            question.cancel(true);
        }
    }

    private static Page await(Future<Page> question, Runnable wanted) {
        while (true) {
            try {
                return question.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                wanted.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the look-up was cancelled", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** From now on a desk answers, first of all what was asked when there was none. */
    void open(String table, LookupDesk desk) {
        questions(table).open(desk);
    }

    /** A desk answers no more. */
    void close(String table, LookupDesk desk) {
        questions(table).close(desk);
    }
}
