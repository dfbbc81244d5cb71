package io.millrace.planner.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Lets grouped sub-queries read columns of the rows around them in SELECT, HAVING and ORDER BY. Calcite asks for these in GROUP BY, as if they
 * were of the rows that are grouped; written as sub-queries of their own they are not. {@link LiftedOuterColumns} takes these away
 * again.
 */
public final class GroupedOuterColumns extends SqlShuttle {

    private final Predicate<String> aggregates;

    /** The names that the relations of the queries have, the innermost first. */
    private final Deque<Set<String>> scopes = new ArrayDeque<>();

    private GroupedOuterColumns(Predicate<String> aggregates) {
        this.aggregates = aggregates;
    }

    /** @param aggregates which names are those of aggregates */
    public static SqlNode allowed(SqlNode query, Predicate<String> aggregates) {
        return query.accept(new GroupedOuterColumns(aggregates));
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (call instanceof SqlOrderBy ordered) {
            return visit(ordered);
        }
        if (!(call instanceof SqlSelect select)) {
            return super.visit(call);
        }
        scopes.push(FromNames.of(select.getFrom()));
        SqlNode visited = super.visit(call);
        if (visited instanceof SqlSelect inner && asksForGroups(inner)) {
            visited = rewritten(inner);
        }
        scopes.pop();
        return visited;
    }

    /** ORDER BY stands outside the SELECT whose relations it reads. */
    private SqlNode visit(SqlOrderBy ordered) {
        SqlNode query = ordered.query.accept(this);
        scopes.push(ordered.query instanceof SqlSelect select ? FromNames.of(select.getFrom()) : Set.of());
        SqlNodeList order = (SqlNodeList) ordered.orderList.accept(this);
        if (ordered.query instanceof SqlSelect select && asksForGroups(select)) {
            order = (SqlNodeList) order.accept(outerColumns());
        }
        scopes.pop();
        return new SqlOrderBy(ordered.getParserPosition(), query, order, ordered.offset, ordered.fetch);
    }

    /** Whether columns of the rows around a sub-query are taken for columns of what it groups. */
    private boolean asksForGroups(SqlSelect select) {
        return scopes.size() > 1 && isGrouped(select) && !groupsByOuter(select);
    }

    private boolean isGrouped(SqlSelect select) {
        return select.getGroup() != null
                || select.getHaving() != null
                || select.getSelectList().stream().anyMatch(this::aggregates);
    }

    private boolean aggregates(SqlNode item) {
        return item instanceof SqlCall call
                && !call.isA(SqlKind.QUERY)
                && call.getKind() != SqlKind.OVER
                && (isAggregate(call)
                        || call.getOperandList().stream().anyMatch(operand -> operand != null && aggregates(operand)));
    }

    private boolean isAggregate(SqlCall call) {
        return aggregates.test(call.getOperator().getName());
    }

    /** Whether GROUP BY has such a column already, or may have it under another name. */
    private boolean groupsByOuter(SqlSelect select) {
        if (select.getGroup() == null) {
            return false;
        }
        boolean[] found = new boolean[1];
        select.getGroup().accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier column) {
                found[0] |= column.isSimple() ? isAlias(column, select.getSelectList()) : isOuter(column);
                return null;
            }
        });
        return found[0] || select.getGroup().stream().anyMatch(SqlNumericLiteral.class::isInstance);
    }

    private static boolean isAlias(SqlIdentifier name, SqlNodeList items) {
        return items.stream()
                .anyMatch(item -> item.getKind() == SqlKind.AS
                        && ((SqlCall) item).operand(1).toString().equalsIgnoreCase(name.getSimple()));
    }

    private boolean isOuter(SqlIdentifier column) {
        return !column.isStar()
                && column.names.size() > 1
                && !scopes.getFirst().contains(FromNames.relation(column))
                && scopes.stream().anyMatch(scope -> scope.contains(FromNames.relation(column)));
    }

    /** Writes outer columns as sub-queries, except where they belong to rows that are grouped. */
    private SqlShuttle outerColumns() {
        return new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier column) {
                return isOuter(column) ? alone(column) : column;
            }

            @Override
            public SqlNode visit(SqlCall call) {
                boolean rowsOfGroup = isAggregate(call)
                        || call.getKind() == SqlKind.FILTER
                        || call.getKind() == SqlKind.WITHIN_GROUP
                        || call.getKind() == SqlKind.OVER;
                return rowsOfGroup || call.isA(SqlKind.QUERY) ? call : super.visit(call);
            }
        };
    }

    private SqlNode rewritten(SqlSelect select) {
        SqlShuttle columns = outerColumns();
        List<SqlNode> items = new ArrayList<>();
        for (SqlNode item : select.getSelectList()) {
            SqlNode read = item.accept(columns);
            items.add(item instanceof SqlIdentifier column && read != item ? named(read, column) : read);
        }
        SqlSelect rewritten = (SqlSelect) select.clone(select.getParserPosition());
        rewritten.setSelectList(new SqlNodeList(items, select.getSelectList().getParserPosition()));
        if (select.getHaving() != null) {
            rewritten.setHaving(select.getHaving().accept(columns));
        }
        return rewritten;
    }

    private static SqlNode alone(SqlIdentifier column) {
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(
                column.getParserPosition(),
                PlainSelect.of(column.getParserPosition(), SqlNodeList.of(column), null, null));
    }

    private static SqlNode named(SqlNode value, SqlIdentifier column) {
        SqlNode name = column.getComponent(column.names.size() - 1);
        return SqlStdOperatorTable.AS.createCall(column.getParserPosition(), value, name);
    }
}
