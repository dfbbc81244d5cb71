package io.millrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;

/** The results of a text of several statements, one after the other. Used by the thread that uses the statement. */
final class StatementResults {

    /** What Avatica's statement has as its result. */
    interface Place {
        AvaticaResultSet rows();

        void set(AvaticaResultSet rows, long updateCount);
    }

    private final MillraceConnection connection;
    private final StatementControl.Holder statement;
    private final Place place;
    private final Deque<Meta.MetaResultSet> further = new ArrayDeque<>();
    /** Results that the caller wants to go on reading. */
    private final List<AvaticaResultSet> kept = new ArrayList<>();

    private Meta.MetaResultSet first;
    /** Columns of the rows that were changed; nothing when none were wanted or the statement leaves none to the server. */
    private Meta.MetaResultSet keys;

    StatementResults(MillraceConnection connection, StatementControl.Holder statement, Place place) {
        this.connection = connection;
        this.statement = statement;
        this.place = place;
    }

    /** Called with all results before the first is used. */
    void executed(List<Meta.MetaResultSet> results) {
        first = results.get(0);
        further.clear();
        for (Meta.MetaResultSet result : results.subList(1, results.size())) {
            if (result.ownStatement) {
                keys = result;
            } else {
                further.add(result);
            }
        }
    }

    /** Forgets what an earlier execution gave; the server has done so, or will. */
    void begin() {
        closeKept();
        first = null;
        keys = null;
        further.clear();
    }

    /** Whether the first result has rows. Must be called after each execution. */
    boolean first() {
        MillraceResultSet rows = (MillraceResultSet) place.rows();
        if (rows != null && first != null) {
            rows.readFrom(first.statementId);
        }
        return isOpen(rows);
    }

    /** Goes on to the last result: whoever asks for one result of several statements gets that. */
    void last() throws SQLException {
        first();
        if (!further.isEmpty()) {
            Meta.MetaResultSet last = further.getLast();
            while (further.size() > 1) {
                discard(further.poll());
            }
            if (further.peek() == last) {
                next(Statement.CLOSE_CURRENT_RESULT);
            }
        }
    }

    /**
     * Goes on to the next result.
     *
     * @param current what becomes of the one before it
     * @return whether it has rows
     */
    boolean next(int current) throws SQLException {
        switch (current) {
            case Statement.KEEP_CURRENT_RESULT:
                if (place.rows() != null) {
                    kept.add(place.rows());
                }
                break;
            case Statement.CLOSE_ALL_RESULTS:
                closeKept();
                closeCurrent();
                break;
            case Statement.CLOSE_CURRENT_RESULT:
                closeCurrent();
                break;
            default:
                throw new SQLException(
                        current + " is not one of CLOSE_CURRENT_RESULT, KEEP_CURRENT_RESULT and CLOSE_ALL_RESULTS",
                        "HY024");
        }
        Meta.MetaResultSet result = further.poll();
        if (result == null || result.updateCount != -1) {
            place.set(null, result == null ? -1 : result.updateCount);
            return false;
        }
        place.set(connection.resultOf(statement, result, new QueryState(result.signature.sql)), -1);
        return true;
    }

    /** What the server has made for the rows that were changed; no rows when it has made nothing. */
    ResultSet keys() throws SQLException {
        if (keys == null) {
            return connection.localResult(
                    Meta.Signature.create(List.of(), "", List.of(), Meta.CursorFactory.LIST, Meta.StatementType.SELECT),
                    List.of());
        }
        AvaticaResultSet rows = connection.resultOf(statement, keys, new QueryState(keys.signature.sql));
        kept.add(rows);
        return rows;
    }

    private void closeCurrent() {
        if (place.rows() != null) {
            place.rows().close();
        }
    }

    private void closeKept() {
        kept.forEach(AvaticaResultSet::close);
        kept.clear();
    }

    /** Closes on the server what nobody reads. */
    private void discard(Meta.MetaResultSet result) {
        if (result.updateCount == -1) {
            statement.control().release(result.statementId);
        }
    }

    /** Whether a result is still to come, or open, other than one that is being closed. */
    boolean isAnyLeft(AvaticaResultSet closing) {
        return !further.isEmpty()
                || (place.rows() != closing && isOpen(place.rows()))
                || kept.stream().anyMatch(rows -> rows != closing && isOpen(rows));
    }

    private static boolean isOpen(AvaticaResultSet rows) {
        return rows != null && ((MillraceResultSet) rows).isOpen();
    }
}
