package io.millrace.jdbc;

import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaStatement;

/** Closes a statement, from any thread: what it still runs is cancelled first. */
final class StatementClosing {

    private StatementClosing() {}

    /** Avatica's own closing. */
    interface Closing {
        void close() throws SQLException;
    }

    static <S extends AvaticaStatement & StatementControl.Holder> void close(S statement, Closing closing)
            throws SQLException {
        if (statement.isClosed()) {
            return;
        }
        if (statement.control().isRunning()) {
            statement.control().cancel();
        }
        try {
            closing.close();
        } catch (SQLException | RuntimeException failure) {
            SQLException translated = SqlErrors.translate(failure);
            if (!SqlErrors.hasClosed(translated)) {
                throw translated;
            }
        } finally {
            statement.control().ended();
        }
    }
}
