package io.millrace.sql.tree.change;

import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.query.Emit;
import io.millrace.sql.tree.query.QueryStatement;
import io.millrace.sql.tree.query.StripStream;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code INSERT INTO target [(columns)] [OVERRIDING SYSTEM VALUE] source [ON CONFLICT …] [RETURNING …]}; with {@code SELECT STREAM} it is a standing query. */
public final class InsertStatement extends Statement {
    private final SqlInsert insert;
    private final boolean overriding;
    private final QueryStatement source;
    private final Optional<OnConflict> onConflict;
    private final Optional<Returning> returning;

    public InsertStatement(
            SqlParserPos position,
            SqlInsert insert,
            boolean overriding,
            Optional<Emit> emit,
            Optional<OnConflict> onConflict,
            Optional<Returning> returning) {
        super(position);
        this.insert = insert;
        this.overriding = overriding;
        this.onConflict = onConflict;
        this.returning = returning;
        this.source = new QueryStatement(insert.getSource().getParserPosition(), insert.getSource(), emit);
    }

    /** Calcite's node as written; see {@link #batchInsert()} for the form that can be validated. */
    public SqlInsert insert() {
        return insert;
    }

    /** A copy without the word STREAM anywhere, for Calcite to validate and rewrite. */
    public SqlInsert batchInsert() {
        return (SqlInsert) StripStream.from(insert);
    }

    public SqlIdentifier target() {
        return (SqlIdentifier) insert.getTargetTable();
    }

    /** The columns in parentheses; empty when none were named. */
    public List<SqlIdentifier> columns() {
        return insert.getTargetColumnList() == null
                ? List.of()
                : insert.getTargetColumnList().stream()
                        .map(SqlIdentifier.class::cast)
                        .toList();
    }

    /** Whether columns take values to which the server always gives numbers. */
    public boolean overriding() {
        return overriding;
    }

    /** The rows to insert: VALUES or a query. */
    public QueryStatement source() {
        return source;
    }

    /** What becomes of rows whose key is there already. */
    public Optional<OnConflict> onConflict() {
        return onConflict;
    }

    public Optional<Returning> returning() {
        return returning;
    }

    /**
     * The same with ON CONFLICT, at the place of the target.
     *
     * @param updated the columns that rows which are there get from those to be inserted; none to leave them as they are
     */
    public InsertStatement onConflict(List<String> updated) {
        SqlParserPos place = target().getParserPosition();
        List<Assignment> assignments = updated.stream()
                .map(column -> new Assignment(
                        place, new SqlIdentifier(column, place), new SqlIdentifier(List.of("EXCLUDED", column), place)))
                .toList();
        OnConflict conflict = new OnConflict(place, List.of(), assignments, Optional.empty());
        return new InsertStatement(
                getParserPosition(), insert, overriding, source.emit(), Optional.of(conflict), returning);
    }

    /** Whether the source is a list of rows. */
    public boolean isRows() {
        return insert.getSource().getKind() == SqlKind.VALUES;
    }

    /** Whether the source is one row of nothing but {@code ?}. */
    public boolean isParameterRow() {
        return insert.getSource() instanceof SqlCall values
                && values.getKind() == SqlKind.VALUES
                && values.operandCount() == 1
                && values.operand(0) instanceof SqlCall row
                && row.getKind() == SqlKind.ROW
                && row.getOperandList().stream().allMatch(SqlDynamicParam.class::isInstance);
    }

    /** Whether this is a standing query rather than one that ends. */
    public boolean continuous() {
        return source.continuous();
    }

    @Override
    public List<SqlNode> children() {
        return nodes(insert, source.emit(), onConflict, returning);
    }

    @Override
    public InsertStatement clone(SqlParserPos position) {
        return new InsertStatement(position, insert, overriding, source.emit(), onConflict, returning);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        if (overriding) {
            unparseOverriding(writer);
        } else {
            insert.unparse(writer, 0, 0);
        }
        if (source.emit().isPresent()) {
            source.emit().get().unparse(writer, 0, 0);
        }
        if (onConflict.isPresent()) {
            onConflict.get().unparse(writer, 0, 0);
        }
        if (returning.isPresent()) {
            returning.get().unparse(writer, 0, 0);
        }
    }

    private void unparseOverriding(SqlWriter writer) {
        writer.keyword("INSERT INTO");
        insert.getTargetTable().unparse(writer, 0, 0);
        if (insert.getTargetColumnList() != null) {
            unparseList(writer, columns());
        }
        writer.keyword("OVERRIDING SYSTEM VALUE");
        insert.getSource().unparse(writer, 0, 0);
    }
}
