package io.millrace.engine.lookup;

import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Where queries leave the keys that they ask for, by table. A question may be asked before there is anybody who answers, and again after
 * a restart or a batch that was taken back; it has no effects but an answer. Thread-safe.
 */
public final class Lookups {

    /** What is asked of a table. */
    static final class Questions {

        private final BlockingDeque<Page> pages = new LinkedBlockingDeque<>();
        private volatile LookupDesk desk;

        BlockingDeque<Page> pages() {
            return pages;
        }
    }

    private final Map<String, Questions> tables = new ConcurrentHashMap<>();

    private Questions questions(String table) {
        return tables.computeIfAbsent(table, name -> new Questions());
    }

    /** Asks for the rows of keys, each of which comes once; answers are rows of the table's stream, some time. */
    public void ask(String table, Page keys) {
        questions(table).pages().add(keys);
    }

    /**
     * Waits for the answers to keys.
     *
     * @return a page of answers, one for each key, in the order of the keys
     * @throws MillraceException with blame EXTERNAL when there are none
     */
    public Page lookUp(String table, Page keys) {
        LookupDesk desk = questions(table).desk;
        if (desk == null) {
            throw new MillraceException(ErrorCode.SOURCE_FAILED, "table \"" + table + "\" is not open");
        }
        return desk.answers(keys);
    }

    /** From now on a desk answers. */
    Questions open(String table, LookupDesk desk) {
        Questions questions = questions(table);
        questions.desk = desk;
        return questions;
    }

    /** A desk answers no more; another one may go on. */
    @SuppressWarnings("ReferenceEquality")
    void close(String table, LookupDesk desk) {
        Questions questions = questions(table);
        if (questions.desk == desk) {
            questions.desk = null;
        }
    }
}
