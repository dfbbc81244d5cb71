package io.millrace.planner;

import io.millrace.catalog.SystemRelation;
import io.millrace.catalog.UserFunction;
import io.millrace.planner.expression.JavaFunction;
import io.millrace.planner.function.FunctionBodies;
import io.millrace.planner.function.OpenParameters;
import io.millrace.planner.rules.PlainSelect;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Plans the bodies of functions over a relation that has the parameters as its columns, within the algebra of a statement. */
final class BodyPlanning implements FunctionBodies {

    private static final SqlIdentifier ROW = new SqlIdentifier(ExpressionPlanning.ROW.name(), SqlParserPos.ZERO);
    private static final SqlIdentifier BODY = new SqlIdentifier("$body", SqlParserPos.ZERO);

    private static final int MOST_DIGITS = 38;

    private final QueryAlgebra algebra;

    BodyPlanning(QueryAlgebra algebra) {
        this.algebra = algebra;
    }

    @Override
    public Value value(UserFunction function) {
        if (function.method().isPresent()) {
            return java(function);
        }
        Value body = algebra.within(
                function.name(), () -> value(SqlParsing.parseExpression(function.body()), function.parameters()));
        RelDataType wanted = TypeConversion.toCalcite(
                algebra.rex().getTypeFactory(), function.result().type(0), true);
        return new Value(cast(body.expression(), wanted), body.rows());
    }

    private Value java(UserFunction function) {
        RelDataTypeFactory types = algebra.rex().getTypeFactory();
        List<RexNode> parameters = new ArrayList<>();
        for (Field parameter : function.parameters()) {
            parameters.add(algebra.rex()
                    .makeInputRef(TypeConversion.toCalcite(types, parameter.type(), true), parameters.size()));
        }
        Type type = function.result().type(0);
        RelDataType given = TypeConversion.toCalcite(types, unbounded(type), true);
        RexNode call = JavaFunction.call(function, algebra.rex(), parameters, given);
        return new Value(cast(call, TypeConversion.toCalcite(types, type, true)), Set.of());
    }

    /** As long and as precise as a value may be before it is cast. */
    private static Type unbounded(Type type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> Type.VARCHAR;
            case BINARY, VARBINARY -> Type.VARBINARY;
            case DECIMAL -> Type.decimal(MOST_DIGITS, ((ScalarType) type).scale());
            case REAL -> Type.DOUBLE;
            case TIME -> Type.TIME;
            case TIMESTAMP -> Ticks.isFine(type) ? type : Type.TIMESTAMP;
            case TIMESTAMP_LTZ -> Ticks.isFine(type) ? type : Type.TIMESTAMP_LTZ;
            default -> type;
        };
    }

    private RexNode cast(RexNode value, RelDataType wanted) {
        RelDataType type = algebra.rex()
                .getTypeFactory()
                .createTypeWithNullability(wanted, value.getType().isNullable());
        return value.getType().equals(type) ? value : algebra.rex().makeAbstractCast(type, value, false);
    }

    @Override
    public Rows rows(UserFunction function) {
        if (function.method().isPresent()) {
            return algebra.within(
                    function.name(), () -> columns(function, rows(javaRows(function), function.parameters())));
        }
        QueryStatement query =
                (QueryStatement) SqlParsing.parseStatement(function.body()).statement();
        Rows body = algebra.within(function.name(), () -> rows(query.batchQuery(), function.parameters()));
        return columns(function, body);
    }

    /** SELECT * FROM UNNEST of the array of rows that a method gives. */
    private SqlNode javaRows(UserFunction function) {
        RelDataTypeFactory types = algebra.rex().getTypeFactory();
        List<Field> fields = function.result().fields().stream()
                .map(field -> new Field(field.name(), unbounded(field.type()), true))
                .toList();
        Type given = new ArrayType(new StructType(fields), false);
        List<SqlNode> arguments = new ArrayList<>();
        function.parameters()
                .forEach(parameter -> arguments.add(new SqlIdentifier(parameter.name(), SqlParserPos.ZERO)));
        SqlNode call = JavaFunction.ofRows(function, TypeConversion.toCalcite(types, given, true), arguments);
        List<SqlNode> named = new ArrayList<>();
        named.add(SqlStdOperatorTable.UNNEST.createCall(SqlParserPos.ZERO, call));
        named.add(new SqlIdentifier("$rows", SqlParserPos.ZERO));
        fields.forEach(field -> named.add(new SqlIdentifier(field.name(), SqlParserPos.ZERO)));
        return PlainSelect.all(SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, named));
    }

    private Rows columns(UserFunction function, Rows body) {
        List<RexNode> columns = new ArrayList<>();
        for (Field field : function.result().fields()) {
            columns.add(cast(
                    algebra.rex().makeInputRef(body.query(), columns.size()),
                    TypeConversion.toCalcite(algebra.rex().getTypeFactory(), field.type(), true)));
        }
        List<String> names =
                function.result().fields().stream().map(Field::name).toList();
        return new Rows(LogicalProject.create(body.query(), List.of(), columns, names, Set.of()), body.rows());
    }

    /** An expression over the parameters, of its own type. */
    Value value(SqlNode expression, List<Field> parameters) {
        RelNode rel = algebra.convert(
                        PlainSelect.of(expression.getParserPosition(), SqlNodeList.of(expression), ROW, null),
                        row(parameters))
                .rel;
        boolean plain = rel instanceof Project project
                && project.getInput() instanceof TableScan
                && !RexOver.containsOver(project.getProjects(), null);
        if (!plain) {
            throw ValidationFailure.at(
                    expression,
                    "the body of a function is an expression over its parameters; aggregates and OVER stand in a"
                            + " sub-query, as in (SELECT MAX(c) FROM t)");
        }
        RexNode value = ((Project) rel).getProjects().get(0);
        return new Value(value, OpenParameters.in(value, names(parameters)));
    }

    /** A query with the columns that it has itself. */
    Rows rows(SqlNode query, List<Field> parameters) {
        if (parameters.isEmpty()) {
            return new Rows(algebra.convertElsewhere(query).project(), Set.of());
        }
        SqlParserPos position = query.getParserPosition();
        SqlNode lateral = SqlStdOperatorTable.AS.createCall(
                position, SqlStdOperatorTable.LATERAL.createCall(position, query), BODY);
        SqlNode beside = new SqlJoin(
                position,
                ROW,
                SqlLiteral.createBoolean(false, position),
                JoinType.CROSS.symbol(position),
                lateral,
                JoinConditionType.NONE.symbol(position),
                null);
        SqlNodeList one = SqlNodeList.of(SqlLiteral.createExactNumeric("1", position));
        RelNode rel = algebra.convert(PlainSelect.of(position, one, beside, null), row(parameters)).rel;
        RelNode join = rel.getInput(0);
        if (!(rel instanceof Project) || join.getInputs().size() != 2) {
            throw new IllegalStateException("a cross join was expected, not " + join);
        }
        RelNode body = join.getInput(1);
        return new Rows(body, OpenParameters.in(body, names(parameters)));
    }

    private static List<String> names(List<Field> parameters) {
        return row(parameters).rowType().fields().stream().map(Field::name).toList();
    }

    private static SystemRelation row(List<Field> parameters) {
        List<Field> fields = new ArrayList<>();
        parameters.forEach(parameter -> fields.add(new Field(parameter.name(), parameter.type(), true)));
        if (fields.isEmpty()) {
            fields.add(new Field("$none", Type.BOOLEAN, true));
        }
        return new SystemRelation(ExpressionPlanning.ROW, new RowType(fields));
    }
}
