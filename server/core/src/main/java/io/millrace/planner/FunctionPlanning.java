package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Reads;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.engine.codegen.runtime.call.UserMethod;
import io.millrace.planner.change.SqlCopy;
import io.millrace.planner.errors.ErrorTranslation;
import io.millrace.planner.errors.UnsupportedSyntax;
import io.millrace.planner.function.AssignedValues;
import io.millrace.planner.function.FunctionBodies;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.MillraceOperators;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.TreeText;
import io.millrace.sql.tree.ddl.CreateFunction;
import io.millrace.sql.tree.ddl.FunctionBody;
import io.millrace.sql.tree.ddl.Parameter;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Checks a function that is to be made: its body alone, once for all calls. Used once. */
final class FunctionPlanning {

    private final Catalog catalog;
    private final QueryAlgebra algebra;

    FunctionPlanning(Catalog catalog, Cancellation cancellation) {
        this.catalog = catalog;
        this.algebra = new QueryAlgebra(catalog, false, cancellation);
    }

    /** @param again whether it was made before, perhaps by a version of the server that had no function of that name itself */
    UserFunction plan(CreateFunction statement, String sql, boolean again) {
        if (!again) {
            refuseKnown(statement.name());
        }
        FunctionBody body = statement.body();
        if (body.language() == FunctionBody.Language.JAVA) {
            return java(statement, sql);
        }
        if (statement.aggregate()) {
            throw ValidationFailure.notSupported(
                    body,
                    "an aggregate function is a class in JAVA; write LANGUAGE JAVA AS 'package.Class', or a function in SQL"
                            + " of the results of aggregates");
        }
        List<Field> parameters = fields(statement.parameters(), "parameter");
        boolean table = statement.result().isTable();
        SqlNode written = table ? query(body) : body.content();
        return ErrorTranslation.of(catalog, written).during(() -> {
            UnsupportedSyntax.refuse(written);
            refuseRecursion(written, statement.name());
            RowType result = table ? table(statement, parameters) : RowType.of(value(statement, parameters));
            return new UserFunction(
                    RelationName.function(last(statement.name())),
                    parameters,
                    result,
                    table ? UserFunction.Kind.TABLE : UserFunction.Kind.SCALAR,
                    table ? TreeText.of(written) : expression(written),
                    Optional.empty(),
                    sql,
                    new Reads(Set.of(), algebra.named()));
        });
    }

    /** What is declared of a method; whether there is one is another question. */
    private static UserFunction java(CreateFunction statement, String sql) {
        FunctionBody body = statement.body();
        boolean table = statement.result().isTable();
        if (table && statement.aggregate()) {
            throw ValidationFailure.notSupported(
                    statement.result(), "an aggregate function gives a value and no TABLE");
        }
        if (statement.aggregate() && statement.parameters().isEmpty()) {
            throw ValidationFailure.notSupported(
                    statement.name(), "an aggregate function takes at least one parameter; COUNT(*) counts rows");
        }
        if (!body.deterministic()) {
            throw ValidationFailure.notSupported(
                    body,
                    "a function in JAVA has to give the same for the same arguments, because views compute rows again; leave"
                            + " NOT DETERMINISTIC out");
        }
        List<Field> parameters = fields(statement.parameters(), "parameter");
        for (int i = 0; i < parameters.size(); i++) {
            refuseForJava(parameters.get(i).type(), statement.parameters().get(i));
        }
        RowType result = table ? new RowType(fields(statement.result().columns(), "column")) : value(statement);
        for (Field field : result.fields()) {
            refuseForJava(field.type(), statement.result());
        }
        UserFunction.Kind kind = table
                ? UserFunction.Kind.TABLE
                : statement.aggregate() ? UserFunction.Kind.AGGREGATE : UserFunction.Kind.SCALAR;
        return new UserFunction(
                RelationName.function(last(statement.name())),
                parameters,
                result,
                kind,
                "",
                Optional.of(((SqlLiteral) body.content()).getValueAs(String.class)),
                sql,
                Reads.NOTHING);
    }

    private static RowType value(CreateFunction statement) {
        Type type = ExpressionPlanning.type(statement.result().type().orElseThrow());
        return RowType.of(new Field(last(statement.name()), type, true));
    }

    private static void refuseForJava(Type type, SqlNode place) {
        if (!UserMethod.takes(type.kind()) || Ticks.isFine(type)) {
            throw ValidationFailure.notSupported(
                    place, "a function in JAVA takes and gives no " + type.sql() + "; CAST it to VARCHAR, for example");
        }
    }

    private static String expression(SqlNode body) {
        String text = TreeText.of(body);
        return body.isA(SqlKind.QUERY) ? "(" + text + ")" : text;
    }

    private static String last(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }

    private static void refuseKnown(SqlIdentifier name) {
        String simple = last(name);
        if (MillraceOperators.functionNames().stream().anyMatch(simple::equalsIgnoreCase)) {
            throw ValidationFailure.at(
                    ErrorCode.RELATION_ALREADY_EXISTS,
                    name,
                    "the server has a function " + simple + " itself; choose another name");
        }
    }

    private static List<Field> fields(List<Parameter> parameters, String what) {
        List<Field> fields = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String name = parameter.name().getSimple();
            if (new RowType(fields).indexOf(name).isPresent()) {
                throw ValidationFailure.at(
                        ErrorCode.COLUMN_ALREADY_EXISTS,
                        parameter.name(),
                        what + " \"" + name + "\" is declared twice");
            }
            fields.add(new Field(name, ExpressionPlanning.type(parameter.type()), true));
        }
        return fields;
    }

    private static SqlNode query(FunctionBody body) {
        QueryStatement query = (QueryStatement) body.content();
        if (query.continuous() || query.emit().isPresent()) {
            throw ValidationFailure.at(
                    query,
                    "the query of a function has neither STREAM nor EMIT; the query that calls it says how it is read");
        }
        return query.query();
    }

    private static void refuseRecursion(SqlNode body, SqlIdentifier function) {
        body.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                boolean same = call.getOperator() instanceof SqlFunction called
                        && called.getName().equalsIgnoreCase(last(function));
                if (same) {
                    throw ValidationFailure.at(call, "a function cannot call itself");
                }
                return super.visit(call);
            }

            @Override
            public Void visit(SqlDynamicParam parameter) {
                throw ValidationFailure.at(
                        ErrorCode.PARAMETER_INVALID,
                        parameter,
                        "the body of a function has no ?; name one of its parameters");
            }
        });
    }

    private Field value(CreateFunction statement, List<Field> parameters) {
        SqlNode body = statement.body().content();
        Type type = ExpressionPlanning.type(statement.result().type().orElseThrow());
        FunctionBodies.Value planned = new BodyPlanning(algebra).value(SqlCopy.of(body), parameters);
        RelDataType given = planned.expression().getType();
        check(type, given, body, "the function RETURNS ");
        return new Field(last(statement.name()), type, given.isNullable());
    }

    private RowType table(CreateFunction statement, List<Field> parameters) {
        QueryStatement query = (QueryStatement) statement.body().content();
        List<Field> declared = fields(statement.result().columns(), "column");
        RelDataType given = new BodyPlanning(algebra)
                .rows(SqlCopy.of(query.query()), parameters)
                .query()
                .getRowType();
        if (declared.size() != given.getFieldCount()) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    query,
                    "the function RETURNS " + declared.size() + " columns, but the query has " + given.getFieldCount());
        }
        List<Field> columns = new ArrayList<>();
        for (Field field : declared) {
            RelDataType column = given.getFieldList().get(columns.size()).getType();
            check(field.type(), column, query, "column \"" + field.name() + "\" is ");
            columns.add(new Field(field.name(), field.type(), column.isNullable()));
        }
        return new RowType(columns);
    }

    private void check(Type type, RelDataType given, SqlNode place, String what) {
        RelDataType wanted = TypeConversion.toCalcite(algebra.types(), type, true);
        if (!AssignedValues.fits(wanted, given)) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    place,
                    what + type.sql() + ", but the body gives "
                            + TypeConversion.fromCalcite(given).sql() + "; write CAST(… AS " + type.sql() + ")");
        }
    }
}
