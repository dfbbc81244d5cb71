package io.millrace.session.audit;

import io.millrace.session.Principal;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last things that users have done or were not allowed to do: log-ins, what changes definitions, rights, the clock and other statements, and
 * all that is denied. Queries and changes of rows are not written down when they are allowed. What is written down goes to the log of the server,
 * too. Thread-safe.
 */
public final class Audit {

    private static final Logger log = LoggerFactory.getLogger(Audit.class);
    private static final int MOST = 10_000;
    private static final int LONGEST = 1_000;

    /** How something has ended. */
    public enum Outcome {
        ALLOWED,
        DENIED
    }

    /**
     * Something that somebody has done.
     *
     * @param at epoch milliseconds
     * @param action the kind of a statement, or LOG IN
     * @param detail the statement without passwords, or the address of a client
     */
    public record Entry(long at, String user, String action, Outcome outcome, String detail) {}

    private final Clock clock;
    private final Deque<Entry> entries = new ArrayDeque<>();

    public Audit(Clock clock) {
        this.clock = clock;
    }

    public void add(Principal principal, String action, Outcome outcome, String detail) {
        if (!principal.isServer()) {
            add(principal.name(), action, outcome, Secrets.hidden(detail));
        }
    }

    /** @param user as he calls himself */
    public void add(String user, String action, Outcome outcome, String detail) {
        String shown = detail.length() > LONGEST ? detail.substring(0, LONGEST) + " …" : detail;
        Entry entry = new Entry(clock.millis(), user, action, outcome, shown);
        synchronized (entries) {
            entries.addLast(entry);
            if (entries.size() > MOST) {
                entries.removeFirst();
            }
        }
        if (log.isInfoEnabled()) {
            try {
                log.info("{} {} by {}: {}", outcome, action, oneLine(user), oneLine(shown));
            } catch (RuntimeException e) {
                // the entry is there, and what was done is done, wherever the log goes
            }
        }
    }

    /** A name that holds an end of line makes no line of its own. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** The oldest first. */
    public List<Entry> entries() {
        synchronized (entries) {
            return new ArrayList<>(entries);
        }
    }
}
