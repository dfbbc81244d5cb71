package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code MERGE INTO target USING source ON … WHEN [NOT] MATCHED THEN … [RETURNING …]}. */
public final class MergeStatement extends Statement {
    private final SqlIdentifier target;
    private final Optional<SqlIdentifier> alias;
    private final SqlNode source;
    private final SqlNode condition;
    private final List<MergeBranch> branches;
    private final Optional<Returning> returning;

    public MergeStatement(
            SqlParserPos position,
            SqlIdentifier target,
            Optional<SqlIdentifier> alias,
            SqlNode source,
            SqlNode condition,
            List<MergeBranch> branches,
            Optional<Returning> returning) {
        super(position);
        this.target = target;
        this.alias = alias;
        this.source = source;
        this.condition = condition;
        this.branches = List.copyOf(branches);
        this.returning = returning;
    }

    /**
     * One that does one thing with each row of the target for which a row of the source holds a condition.
     *
     * @param condition null when any does
     */
    public static MergeStatement found(
            SqlParserPos position,
            SqlIdentifier target,
            Optional<SqlIdentifier> alias,
            SqlNode source,
            SqlNode condition,
            MergeBranch branch,
            Optional<Returning> returning) {
        SqlNode holds = condition == null ? SqlLiteral.createBoolean(true, position) : condition;
        return new MergeStatement(position, target, alias, source, holds, List.of(branch), returning);
    }

    public SqlIdentifier target() {
        return target;
    }

    /** The name of the target in the statement, when it has one of its own. */
    public Optional<SqlIdentifier> alias() {
        return alias;
    }

    /** A relation or query as in FROM. */
    public SqlNode source() {
        return source;
    }

    public SqlNode condition() {
        return condition;
    }

    /** In the order of the text: the first whose condition holds is taken. */
    public List<MergeBranch> branches() {
        return branches;
    }

    public Optional<Returning> returning() {
        return returning;
    }

    @Override
    public List<SqlNode> children() {
        return nodes(target, alias, source, condition, branches, returning);
    }

    @Override
    public MergeStatement clone(SqlParserPos position) {
        return new MergeStatement(position, target, alias, source, condition, branches, returning);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("MERGE INTO");
        target.unparse(writer, 0, 0);
        if (alias.isPresent()) {
            writer.keyword("AS");
            alias.get().unparse(writer, 0, 0);
        }
        writer.keyword("USING");
        source.unparse(writer, 0, 0);
        writer.keyword("ON");
        condition.unparse(writer, 0, 0);
        branches.forEach(branch -> branch.unparse(writer, 0, 0));
        if (returning.isPresent()) {
            returning.get().unparse(writer, 0, 0);
        }
    }
}
