package io.millrace.engine.lookup;

import io.millrace.spi.data.Page;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Keys that a desk is to ask for: not before a time, and after what waited already. */
final class Question implements Delayed {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Page keys;
    private final Asker asker;
    private final long due;
    private final long number = NUMBERS.incrementAndGet();
    private final long bytes;

    private Question(Page keys, Asker asker, long due) {
        this.keys = keys;
        this.asker = asker;
        this.due = due;
        this.bytes = keys.retainedBytes();
        asker.add(bytes);
    }

    static Question of(Page keys, Asker asker) {
        return new Question(keys, asker, System.nanoTime());
    }

    Page keys() {
        return keys;
    }

    Asker asker() {
        return asker;
    }

    /** The same behind all others, when a pause is over. */
    Question later(long pauseMillis) {
        return new Question(keys, asker, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis));
    }

    List<Question> halves() {
        int middle = keys.size() / 2;
        return List.of(of(keys.slice(0, middle), asker), of(keys.slice(middle, keys.size()), asker));
    }

    /** To be called once, when nobody asks it any more. */
    void done() {
        asker.add(-bytes);
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        Question question = (Question) other;
        long first = due - question.due;
        return first != 0 ? Long.signum(first) : Long.compare(number, question.number);
    }
}
