package io.millrace.planner.errors;

import io.millrace.catalog.RelationName;
import io.millrace.planner.rules.Construct;
import io.millrace.spi.error.Position;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Finds where a part of a query stands in its text. */
final class ConstructPositions {

    private ConstructPositions() {}

    /** The position of the part; that of the whole query when it is not found. */
    static Optional<Position> find(SqlNode query, Construct construct) {
        if (construct.position().getLineNum() > 0) {
            return ErrorTranslation.position(construct.position());
        }
        Finder finder = new Finder(construct);
        query.accept(finder);
        return ErrorTranslation.position(finder.found == null ? query.getParserPosition() : finder.found);
    }

    private static final class Finder extends SqlBasicVisitor<Void> {
        private final Construct construct;
        private SqlParserPos found;
        private int depth;

        Finder(Construct construct) {
            this.construct = construct;
        }

        @Override
        public Void visit(SqlCall call) {
            if (found == null) {
                found = matching(call);
            }
            int selects = call instanceof SqlSelect ? 1 : 0;
            depth += selects;
            super.visit(call);
            depth -= selects;
            return null;
        }

        @Override
        public Void visit(SqlIdentifier identifier) {
            // functions such as CURRENT_USER are written like columns
            boolean named = (construct.kind() == Construct.Kind.RELATION || construct.kind() == Construct.Kind.FUNCTION)
                    && identifier.toString().equalsIgnoreCase(construct.name());
            boolean qualified = construct.kind() == Construct.Kind.RELATION
                    && identifier.toString().equalsIgnoreCase(RelationName.PUBLIC + "." + construct.name());
            if (found == null && (named || qualified)) {
                found = identifier.getParserPosition();
            }
            return null;
        }

        private SqlParserPos matching(SqlCall call) {
            return switch (construct.kind()) {
                case QUERY -> null;
                case GROUPING -> grouping(call);
                case DISTINCT ->
                    call instanceof SqlSelect select && select.isDistinct() ? call.getParserPosition() : union(call);
                case OVER -> at(call, call.getKind() == SqlKind.OVER);
                case ORDER_BY -> order(call);
                case JOIN -> call instanceof SqlJoin join ? join.getParserPosition() : null;
                case SET_OPERATION -> at(call, call.getOperator() instanceof SqlSetOperator);
                case SUB_QUERY -> at(call, call instanceof SqlSelect && depth > 0);
                case UNNEST -> at(call, call.getKind() == SqlKind.UNNEST);
                case FUNCTION -> at(call, named(call));
                case RELATION -> null;
            };
        }

        private boolean named(SqlCall call) {
            String name = call.getOperator().getName().replace("$", "");
            return name.equalsIgnoreCase(construct.name());
        }

        private static SqlParserPos at(SqlCall call, boolean matches) {
            return matches ? call.getParserPosition() : null;
        }

        private static SqlParserPos union(SqlCall call) {
            return at(call, call.getKind() == SqlKind.UNION);
        }

        private static SqlParserPos grouping(SqlCall call) {
            if (!(call instanceof SqlSelect select)) {
                return null;
            }
            if (select.getGroup() != null && !select.getGroup().isEmpty()) {
                return select.getGroup().getParserPosition();
            }
            return first(
                    select.getSelectList(),
                    node -> node instanceof SqlCall function
                            && switch (function.getOperator().getName().toUpperCase(Locale.ROOT)) {
                                case "COUNT", "SUM", "AVG", "MIN", "MAX" -> true;
                                default -> function.isCountStar();
                            });
        }

        private static SqlParserPos order(SqlCall call) {
            if (call instanceof SqlOrderBy order) {
                return order.orderList.isEmpty() && order.fetch != null
                        ? order.fetch.getParserPosition()
                        : order.orderList.getParserPosition();
            }
            return call instanceof SqlWindow window && !window.getOrderList().isEmpty()
                    ? window.getOrderList().getParserPosition()
                    : null;
        }

        private static SqlParserPos first(SqlNodeList list, Predicate<SqlNode> wanted) {
            SqlParserPos[] position = new SqlParserPos[1];
            list.accept(new SqlBasicVisitor<Void>() {
                @Override
                public Void visit(SqlCall call) {
                    if (position[0] == null && wanted.test(call)) {
                        position[0] = call.getParserPosition();
                    }
                    return super.visit(call);
                }
            });
            return position[0];
        }
    }
}
