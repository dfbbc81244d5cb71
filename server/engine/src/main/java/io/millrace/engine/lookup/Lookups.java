package io.millrace.engine.lookup;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
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

    /** A table, and the types of its key: what is asked of a table that was dropped is not asked of another with its name. */
    private record Topic(String table, List<Type> keys) {

        Topic {
            keys = List.copyOf(keys);
        }
    }

    private static final long PAUSE_MILLIS = 50;

    private final Map<Topic, Questions> tables = new ConcurrentHashMap<>();

    private Questions questions(String table, List<Type> keys) {
        return tables.computeIfAbsent(new Topic(table, keys), topic -> new Questions());
    }

    /** Somebody who asks for rows of a table with a key of these types. */
    public Asker asker(String table, List<Type> keys) {
        return new Asker(questions(table, keys));
    }

    /**
     * Waits for the answers to keys.
     *
     * @param wanted fails when nobody wants the answers any more; asked again and again
     * @return a page of answers, one for each key, in the order of the keys
     * @throws MillraceException with blame EXTERNAL when there are none
     */
    public Page lookUp(String table, List<Type> types, Page keys, Runnable wanted) {
        LookupDesk desk = questions(table, types)
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
                if (e.getCause() instanceof MillraceException failure && failure.code() == ErrorCode.INVALID_RECORD) {
                    throw new MillraceException(ErrorCode.SOURCE_FAILED, failure.userMessage(), failure);
                }
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** From now on a desk answers, first of all what was asked when there was none. */
    void open(LookupDesk desk) {
        questions(desk.table(), desk.keyTypes()).open(desk);
    }

    /** A desk could not answer a question, which is asked again. */
    void back(LookupDesk desk, Question question) {
        questions(desk.table(), desk.keyTypes()).back(desk, question);
    }

    /** A desk answers no more. */
    void close(LookupDesk desk, List<Question> left) {
        questions(desk.table(), desk.keyTypes()).close(desk, left);
    }
}
