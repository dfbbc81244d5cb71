package io.millrace.planner.errors;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.planner.rules.FromNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** What to do about a column that is neither grouped nor aggregated: more than to group by it when it is one of an outer row. */
final class UngroupedColumns extends SqlBasicVisitor<Void> {

    private final Catalog catalog;
    private final String column;
    private final Deque<SqlSelect> selects = new ArrayDeque<>();
    private boolean outer;

    private UngroupedColumns(Catalog catalog, String column) {
        this.catalog = catalog;
        this.column = column;
    }

    /** @param column as written */
    static String complaint(Catalog catalog, SqlNode query, String column) {
        UngroupedColumns columns = new UngroupedColumns(catalog, column);
        query.accept(columns);
        String name = "column \"" + column.substring(column.lastIndexOf('.') + 1) + "\"";
        if (!columns.outer) {
            return name + " must appear in GROUP BY or in an aggregate";
        }
        return name + " is one of the row around the sub-query; "
                + (column.contains(".")
                        ? "add it to GROUP BY to read it here"
                        : "write its relation before it, as in r." + column);
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            selects.push(select);
            super.visit(call);
            selects.pop();
            return null;
        }
        if (call instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
            selects.push(select);
            ordered.orderList.accept(this);
            selects.pop();
            return ordered.query.accept(this);
        }
        return super.visit(call);
    }

    @Override
    public Void visit(SqlIdentifier identifier) {
        outer |= selects.size() > 1
                && identifier.toString().equalsIgnoreCase(column)
                && !hasColumn(selects.getFirst().getFrom(), identifier);
        return null;
    }

    /** Whether relations of FROM can have the column. */
    private boolean hasColumn(SqlNode from, SqlIdentifier identifier) {
        if (!identifier.isSimple()) {
            return FromNames.of(from).contains(FromNames.relation(identifier));
        }
        if (from instanceof SqlJoin join) {
            return hasColumn(join.getLeft(), identifier) || hasColumn(join.getRight(), identifier);
        }
        if (from instanceof SqlCall call && call.getKind() == SqlKind.AS && call.operandCount() == 2) {
            return hasColumn(call.operand(0), identifier);
        }
        if (!(from instanceof SqlIdentifier name) || name.names.size() > 2) {
            return true;
        }
        Optional<Relation> relation = catalog.find(
                name.isSimple()
                        ? RelationName.of(name.getSimple())
                        : new RelationName(name.names.get(0), name.names.get(1)));
        return relation.isEmpty() || relation.get().rowType().indexOf(column).isPresent();
    }
}
