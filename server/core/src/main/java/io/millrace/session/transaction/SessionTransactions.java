package io.millrace.session.transaction;

import io.millrace.engine.driver.Driver;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.session.running.Execution;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The transactions of one session, one after the other. Thread-safe. */
public final class SessionTransactions {

    /** What is wrong with names that come with the COMMIT. */
    private static final Set<ErrorCode> ALTERED = Set.of(ErrorCode.COLUMN_NOT_FOUND, ErrorCode.RELATION_NOT_FOUND);

    /** The first name in a message is the one that was not found. */
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private final Definitions definitions;
    private final Driver driver;
    private final Principal principal;
    private final Supplier<MemoryBudget> memory;
    private boolean autoCommit = true;
    private Optional<Transaction> open = Optional.empty();

    /**
     * The transactions of a session that has just begun.
     *
     * @param principal whose rights they have
     * @param memory gives each transaction a budget
     */
    public SessionTransactions(
            Definitions definitions, Driver driver, Principal principal, Supplier<MemoryBudget> memory) {
        this.principal = principal;
        this.memory = memory;
        this.definitions = definitions;
        this.driver = driver;
    }

    /** The transaction that goes on. */
    public synchronized Optional<Transaction> current() {
        return open;
    }

    /** Whether it has changed something. */
    public synchronized boolean hasChanges() {
        return open.filter(transaction -> !transaction.isUnchanged()).isPresent();
    }

    public synchronized boolean autoCommit() {
        return autoCommit;
    }

    /** BEGIN. */
    public synchronized void begin() {
        if (open.isPresent()) {
            throw new MillraceException(
                    ErrorCode.TRANSACTION_STATE, "a transaction goes on already; COMMIT or ROLLBACK ends it");
        }
        open = Optional.of(new Transaction(definitions, driver, principal, true, memory.get()));
    }

    /** What statements are checked against before they are carried out, when a transaction defines something. */
    public synchronized Optional<Definitions.Version> pending() {
        return open.filter(Transaction::defines).map(Transaction::version);
    }

    /** A transaction of one statement, beside those of the session; who asks for it ends it. */
    public Transaction apart() {
        return new Transaction(definitions, driver, principal, false, memory.get());
    }

    /** The same error; of a name that is there only when the transaction is committed it says so. */
    public synchronized MillraceException explained(MillraceException error) {
        Matcher name = QUOTED.matcher(error.getMessage());
        if (open.isEmpty() || !ALTERED.contains(error.code()) || !name.find()) {
            return error;
        }
        return open.get()
                .comingWith(name.group(1))
                .map(altered -> new MillraceException(
                        error.code(),
                        error.position().orElse(null),
                        error.getMessage() + "; \"" + altered
                                + "\" is altered by this transaction, whose statements see"
                                + " it as it was until COMMIT",
                        error))
                .orElse(error);
    }

    /** A statement that reads or changes rows begins: without auto-commit a transaction begins with it. */
    public synchronized void use() {
        if (!autoCommit && open.isEmpty()) {
            open = Optional.of(apart());
        }
    }

    /** A statement that defines something: ends a transaction that nobody began and that has changed nothing; whether none goes on. */
    public synchronized boolean leave() {
        if (open.filter(transaction -> !transaction.isAnnounced() && transaction.isUnchanged())
                .isPresent()) {
            close();
        }
        return open.isEmpty();
    }

    /** COMMIT: the transaction ends, whether it succeeds or not. */
    public void commit(Execution execution) {
        end("commit").ifPresent(transaction -> {
            try {
                transaction.commit(execution);
            } finally {
                transaction.end();
            }
        });
    }

    /** ROLLBACK: nothing was changed. */
    public void rollback() {
        end("roll back").ifPresent(Transaction::end);
    }

    /** The session ends. */
    public synchronized void close() {
        open.ifPresent(Transaction::end);
        open = Optional.empty();
    }

    private synchronized Optional<Transaction> end(String verb) {
        if (open.isEmpty() && autoCommit) {
            throw new MillraceException(
                    ErrorCode.TRANSACTION_STATE, "there is nothing to " + verb + "; BEGIN begins a transaction");
        }
        Optional<Transaction> ended = open;
        open = Optional.empty();
        return ended;
    }

    /** Turns auto-commit on or off; turning it on commits what goes on. */
    public void autoCommit(boolean on, Execution execution) {
        boolean commits;
        synchronized (this) {
            commits = on && open.isPresent();
        }
        if (commits) {
            commit(execution);
        }
        synchronized (this) {
            autoCommit = on;
        }
    }
}
