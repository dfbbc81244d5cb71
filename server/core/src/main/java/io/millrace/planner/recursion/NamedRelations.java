package io.millrace.planner.recursion;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Whether a query reads a relation of some name anywhere. */
final class NamedRelations extends SqlBasicVisitor<Void> {

    private final String name;
    private boolean found;
    private SqlDynamicParam parameter;

    private NamedRelations(String name) {
        this.name = name;
    }

    static boolean reads(SqlNode query, String name) {
        NamedRelations search = new NamedRelations(name);
        search.from(query);
        return search.found;
    }

    /** A parameter in a query; null when there is none. */
    static SqlDynamicParam parameter(SqlNode query) {
        NamedRelations search = new NamedRelations("");
        query.accept(search);
        return search.parameter;
    }

    /** Looks at what stands in FROM, and into it. */
    private void from(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            found |= identifier.isSimple() && identifier.getSimple().equalsIgnoreCase(name);
        } else if (node instanceof SqlJoin join) {
            from(join.getLeft());
            from(join.getRight());
            if (join.getCondition() != null) {
                join.getCondition().accept(this);
            }
        } else if (node instanceof SqlCall call && isNamed(call.getKind())) {
            from(call.operand(0));
        } else if (node != null) {
            node.accept(this);
        }
    }

    private static boolean isNamed(SqlKind kind) {
        return switch (kind) {
            case AS, TABLE_REF, EXPLICIT_TABLE, LATERAL, TABLESAMPLE, SNAPSHOT, MATCH_RECOGNIZE, PIVOT, UNPIVOT -> true;
            default -> false;
        };
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && select.getFrom() != null) {
            from(select.getFrom());
        } else if (call.getKind() == SqlKind.EXPLICIT_TABLE) {
            from(call);
            return null;
        }
        return super.visit(call);
    }

    @Override
    public Void visit(SqlDynamicParam dynamic) {
        parameter = dynamic;
        return null;
    }
}
