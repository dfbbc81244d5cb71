package io.millrace.engine.lookup;

import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a table, and who answers: nobody, or one desk, or two while it is replaced, each of which answers to all that is asked.
 * What a desk has not answered when it closes, the others answer, or the next. Thread-safe.
 */
final class Questions {

    private static final int MOST_KEYS = 1024;

    private final List<LookupDesk> desks = new ArrayList<>();
    private final List<Question> unheard = new ArrayList<>();

    synchronized void ask(Page keys, Asker asker) {
        if (asker.isClosed()) {
            return;
        }
        for (int from = 0; from < keys.size(); from += MOST_KEYS) {
            Page some = keys.slice(from, Math.min(keys.size(), from + MOST_KEYS));
            if (desks.isEmpty()) {
                unheard.add(Question.of(some, asker));
            }
            desks.forEach(desk -> desk.ask(Question.of(some, asker)));
        }
    }

    synchronized void open(LookupDesk desk) {
        unheard.forEach(desk::ask);
        unheard.clear();
        desks.add(desk);
    }

    /** Forgets a desk, and hands on what it leaves. */
    synchronized void close(LookupDesk desk, List<Question> left) {
        desks.removeIf(other -> other.equals(desk));
        left.forEach(this::handOn);
    }

    /** A desk could not answer a question: it is asked again, by that desk if it is still there. */
    synchronized void back(LookupDesk desk, Question question) {
        if (desks.contains(desk)) {
            desk.ask(question);
        } else {
            handOn(question);
        }
    }

    private void handOn(Question question) {
        if (!question.asker().isClosed()) {
            ask(question.keys(), question.asker());
        }
        question.done();
    }

    /** Forgets what those who are closed have asked. */
    synchronized void withdraw() {
        unheard.removeIf(Questions::withdrawn);
        desks.forEach(LookupDesk::withdraw);
    }

    static boolean withdrawn(Question question) {
        if (question.asker().isClosed()) {
            question.done();
            return true;
        }
        return false;
    }

    synchronized Optional<LookupDesk> first() {
        return desks.stream().findFirst();
    }
}
