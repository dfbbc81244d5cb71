package io.millrace.planner.recursion;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.planner.change.SqlCopy;
import io.millrace.planner.rules.PlainSelect;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Takes recursive queries out of a statement. Each becomes two queries, the rows to begin with and those that others give, and what names it
 * reads a relation that the graph puts it in the place of.
 */
public final class RecursiveQueries extends SqlShuttle {

    /** The schema of the relations that stand for recursive queries. */
    public static final String SCHEMA = "$recursion";

    /** How often the types of columns are widened before somebody has to say what they are. */
    private static final int MOST_WIDENINGS = 4;

    private final Function<SqlNode, RelRoot> conversion;
    private final Consumer<SystemRelation> declaration;
    private final RexBuilder rex;
    private final List<RecursivePart> parts = new ArrayList<>();
    private int declared;

    /**
     * @param conversion of a query into algebra
     * @param declaration lets later queries read a relation
     */
    public RecursiveQueries(
            Function<SqlNode, RelRoot> conversion, Consumer<SystemRelation> declaration, RexBuilder rex) {
        this.conversion = conversion;
        this.declaration = declaration;
        this.rex = rex;
    }

    /** Those found so far; each reads only those before it. */
    public List<RecursivePart> parts() {
        return parts;
    }

    /** The query without recursion. */
    public SqlNode without(SqlNode query) {
        return query.accept(this);
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (!(call instanceof SqlWith with) || with.withList.stream().noneMatch(RecursiveQueries::isMarked)) {
            return super.visit(call);
        }
        List<SqlNode> items = new ArrayList<>();
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            boolean recursive = isMarked(item) && NamedRelations.reads(item.query, item.name.getSimple());
            items.add(plain(item, recursive ? takeOut(item, items) : item.query.accept(this)));
        }
        return new SqlWith(
                with.getParserPosition(),
                new SqlNodeList(items, with.withList.getParserPosition()),
                with.body.accept(this));
    }

    private static boolean isMarked(SqlNode item) {
        return ((SqlWithItem) item).recursive.booleanValue();
    }

    private static SqlWithItem plain(SqlWithItem item, SqlNode query) {
        SqlParserPos place = item.getParserPosition();
        return new SqlWithItem(place, item.name, item.columnList, query, SqlLiteral.createBoolean(false, place));
    }

    /** The query that reads a recursive one, after that was taken apart. */
    private SqlNode takeOut(SqlWithItem item, List<SqlNode> before) {
        SqlCall union = union(item);
        SqlNode seed = within(before, union.operand(0));
        RelRoot first = conversion.apply(seed);
        boolean all = ((SqlSetOperator) union.getOperator()).isAll();
        List<String> names = names(item, first);
        RelDataType type = widened(first.validatedRowType);
        for (int i = 0; i < MOST_WIDENINGS; i++) {
            SystemRelation working = declare(names, type);
            List<SqlNode> scope = new ArrayList<>(before);
            scope.add(plain(item, selectAll(working, item.getParserPosition())));
            RelRoot next = conversion.apply(within(scope, union.operand(1)));
            RelDataType common = common(item, type, next.validatedRowType);
            if (common.equals(type)) {
                SystemRelation result = declare(names, type);
                parts.add(new RecursivePart(
                        item.name.getSimple(),
                        item.name,
                        cast(first.project(), type),
                        cast(next.project(), type),
                        all,
                        working,
                        result));
                return selectAll(result, item.getParserPosition());
            }
            type = common;
        }
        throw ValidationFailure.at(
                ErrorCode.TYPE_MISMATCH,
                item.name,
                "the types of \"" + item.name.getSimple() + "\" grow from round to round; write CAST(… AS …) in its"
                        + " second part");
    }

    private static SqlCall union(SqlWithItem item) {
        String name = item.name.getSimple();
        SqlDynamicParam parameter = NamedRelations.parameter(item.query);
        if (parameter != null) {
            throw ValidationFailure.notSupported(
                    parameter, "parameters in WITH RECURSIVE are not supported; write them where its rows are read");
        }
        boolean united = item.query.getKind() == SqlKind.UNION && ((SqlCall) item.query).operandCount() == 2;
        if (!united) {
            throw ValidationFailure.at(
                    item.name,
                    "\"" + name + "\" reads itself; write a query that does not, then UNION or UNION ALL, then the one"
                            + " that does");
        }
        SqlCall union = (SqlCall) item.query;
        if (NamedRelations.reads(union.operand(0), name)) {
            throw ValidationFailure.at(
                    union.operand(0),
                    "only the last part of the UNION may read \"" + name + "\"; the rows to begin with come before it");
        }
        return union;
    }

    private static List<String> names(SqlWithItem item, RelRoot first) {
        if (item.columnList == null) {
            return first.validatedRowType.getFieldNames();
        }
        if (item.columnList.size() != first.validatedRowType.getFieldCount()) {
            throw ValidationFailure.at(
                    item.columnList,
                    "\"" + item.name.getSimple() + "\" names " + item.columnList.size() + " columns, but its query has "
                            + first.validatedRowType.getFieldCount());
        }
        return item.columnList.stream()
                .map(name -> ((SqlIdentifier) name).getSimple())
                .toList();
    }

    private static SqlNode within(List<SqlNode> items, SqlNode query) {
        if (items.isEmpty()) {
            return SqlCopy.of(query);
        }
        List<SqlNode> copies = items.stream().map(SqlCopy::of).toList();
        return new SqlWith(
                query.getParserPosition(), new SqlNodeList(copies, query.getParserPosition()), SqlCopy.of(query));
    }

    private static SqlNode selectAll(SystemRelation relation, SqlParserPos place) {
        return PlainSelect.of(
                place,
                SqlNodeList.of(SqlIdentifier.star(place)),
                new SqlIdentifier(
                        List.of(relation.name().schema(), relation.name().name()), place),
                null);
    }

    private SystemRelation declare(List<String> names, RelDataType type) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Type column = TypeConversion.fromCalcite(type.getFieldList().get(i).getType());
            fields.add(new Field(names.get(i), column, true));
        }
        SystemRelation relation = new SystemRelation(new RelationName(SCHEMA, "r" + ++declared), new RowType(fields));
        declaration.accept(relation);
        return relation;
    }

    /** All columns may be null, and text may become longer from round to round. */
    private RelDataType widened(RelDataType type) {
        return columns(type.getFieldList().stream()
                .map(field -> {
                    RelDataType column = field.getType();
                    boolean text = SqlTypeName.CHAR_TYPES.contains(column.getSqlTypeName());
                    return rex.getTypeFactory()
                            .createTypeWithNullability(
                                    text ? rex.getTypeFactory().createSqlType(SqlTypeName.VARCHAR) : column, true);
                })
                .toList());
    }

    private RelDataType columns(List<RelDataType> types) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            names.add("c" + i);
        }
        return rex.getTypeFactory().createStructType(types, names);
    }

    private RelDataType common(SqlWithItem item, RelDataType one, RelDataType other) {
        if (one.getFieldCount() != other.getFieldCount()) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    item.name,
                    "the parts of \"" + item.name.getSimple() + "\" have " + one.getFieldCount() + " and "
                            + other.getFieldCount() + " columns");
        }
        RelDataType wide = widened(other);
        List<RelDataType> types = new ArrayList<>();
        for (int i = 0; i < one.getFieldCount(); i++) {
            RelDataType left = one.getFieldList().get(i).getType();
            RelDataType right = wide.getFieldList().get(i).getType();
            RelDataType common = left.getSqlTypeName() == SqlTypeName.NULL
                    ? right
                    : rex.getTypeFactory().leastRestrictive(List.of(left, right));
            if (common == null) {
                throw ValidationFailure.at(
                        ErrorCode.TYPE_MISMATCH,
                        item.name,
                        "column " + (i + 1) + " of \"" + item.name.getSimple() + "\" is "
                                + left.getSqlTypeName() + " in its first part and " + right.getSqlTypeName()
                                + " in the second; write CAST(… AS …)");
            }
            types.add(rex.getTypeFactory().createTypeWithNullability(common, true));
        }
        return columns(types);
    }

    private RelNode cast(RelNode rows, RelDataType type) {
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            values.add(rex.ensureType(type.getFieldList().get(i).getType(), rex.makeInputRef(rows, i), true));
        }
        return LogicalProject.create(rows, List.of(), values, type.getFieldNames(), Set.of());
    }
}
