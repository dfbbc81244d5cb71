package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SAVEPOINT s}, {@code RELEASE SAVEPOINT s} and {@code ROLLBACK TO SAVEPOINT s}. */
public final class Savepoint extends Statement {

    /** What is to be done with it. */
    public enum Action {
        SAVEPOINT("SAVEPOINT"),
        RELEASE("RELEASE SAVEPOINT"),
        ROLLBACK("ROLLBACK TO SAVEPOINT");

        private final String sql;

        Action(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }

    private final Action action;
    private final SqlIdentifier name;

    public Savepoint(SqlParserPos position, Action action, SqlIdentifier name) {
        super(position);
        this.action = action;
        this.name = name;
    }

    public Action action() {
        return action;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(name);
    }

    @Override
    public Savepoint clone(SqlParserPos position) {
        return new Savepoint(position, action, name);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(action.sql());
        name.unparse(writer, 0, 0);
    }
}
