package io.millrace.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One client's conversation with the server.
 *
 * <p>Thread-safe: a client may run several statements at a time and cancel one from another thread. All methods throw
 * {@link io.millrace.spi.error.MillraceException} with a text for the user.
 */
public interface Session extends AutoCloseable {

    String id();

    /** Whose session it is. */
    Principal principal();

    /** Parses and plans without running: finds the result columns, the parameters and every error that can be found now. */
    PreparedSql prepare(String sql, CancelSignal signal);

    /**
     * The text of a statement that gives columns of the rows that it changes, beside their number: with a RETURNING. Empty when there is
     * nothing to give: the text is another one, has a RETURNING of its own, or leaves no value to the server.
     */
    Optional<String> returning(String sql, WantedColumns wanted);

    /** The same for a client that never stops it. */
    default PreparedSql prepare(String sql) {
        return prepare(sql, new CancelSignal());
    }

    /**
     * Runs a statement, or a script of several: then the outcome is that of the last one.
     *
     * @param parameters values of the {@code ?} in order, boxed by {@link Cell} conventions; empty when there are none
     * @param maxRows most rows of a result, 0 for no limit
     * @param signal stops it, and its cursor as long as that is open
     */
    default Outcome execute(PreparedSql statement, List<Object> parameters, long maxRows, CancelSignal signal) {
        return execute(statement, parameters, maxRows, signal, Outcome::drop);
    }

    /**
     * The same for those who want all results.
     *
     * @param earlier is given the outcomes of all statements but the last, each before the next statement runs, and sees to it that their
     *     cursors are closed
     */
    Outcome execute(
            PreparedSql statement,
            List<Object> parameters,
            long maxRows,
            CancelSignal signal,
            Consumer<Outcome> earlier);

    /** The same for a client that never stops it. */
    default Outcome execute(PreparedSql statement, List<Object> parameters, long maxRows) {
        return execute(statement, parameters, maxRows, new CancelSignal());
    }

    /** Runs those statements of a script that no earlier start of the server has run, and of the others what concerns the session only. */
    Outcome execute(PreparedSql script, ScriptProgress progress);

    /** Runs a statement that changes rows once per list of parameters, all in one batch; returns how many rows each has changed. */
    long[] executeBatch(PreparedSql statement, ParameterLists lists, CancelSignal signal);

    /** The same for a client that never stops it. */
    default long[] executeBatch(PreparedSql statement, List<List<Object>> parameterLists) {
        return executeBatch(statement, ParameterLists.of(parameterLists), new CancelSignal());
    }

    /** A relation as a client names it, such as {@code t} or {@code s.t}, as SQL has it: with its schema, in quotes. */
    String quoted(String relation);

    /** Fails when the principal may not insert into a stream or table of that name. */
    void checkInsert(String relation);

    /**
     * Inserts rows into a stream or table that takes them by INSERT: all of them, or none when one is refused.
     *
     * @param relation its name
     * @throws io.millrace.spi.error.MillraceException with a position in the records when one cannot be read, else without
     */
    SentRows.Taken insert(String relation, SentRows rows, CancelSignal signal);

    /** The relations that the session's user may see, with their columns, for JDBC metadata. */
    List<RelationInfo> relations();

    /** The names of the schemas that the session's user may see, whether there is anything in them or not. */
    List<String> schemas();

    /** The settings of the session and their values. */
    Map<String, String> settings();

    void set(String setting, String value);

    /** Whether statements that change something are refused. */
    boolean readOnly();

    /** Sets that; not within a transaction, of which all statements are refused or none. */
    void readOnly(boolean on);

    /** Whether each statement is a transaction of its own. */
    boolean autoCommit();

    /** Turns auto-commit on, which commits, or off: then a transaction begins with the next statement. */
    void autoCommit(boolean on);

    /** Makes all visible, in one batch, that statements have changed since the transaction began; it ends. */
    void commit();

    /** Ends the transaction; nothing of it was changed. */
    void rollback();

    @Override
    void close();
}
