package io.millrace.planner.match;

import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The columns that arguments of navigations and aggregates name: those of the input, and expressions over a single row, which become
 * columns too.
 */
final class RowArguments {

    private final MatchValidator validator;
    private final PatternAnalysis pattern;
    private final RelDataType input;
    private final Map<String, Integer> computedColumns = new LinkedHashMap<>();
    private final List<SqlNode> computed = new ArrayList<>();

    RowArguments(MatchValidator validator, PatternAnalysis pattern, RelDataType input) {
        this.validator = validator;
        this.pattern = pattern;
        this.input = input;
    }

    /** Expressions over the columns of the input, each the column that follows the one before. */
    List<SqlNode> computed() {
        return computed;
    }

    Map<String, RelDataType> inputTypes() {
        Map<String, RelDataType> types = new HashMap<>();
        input.getFieldList().forEach(field -> types.put(field.getName(), field.getType()));
        return types;
    }

    /** The column of that name, whatever variable stands before it. */
    Optional<RelDataTypeField> columnOf(SqlIdentifier identifier) {
        String name = identifier.names.get(identifier.names.size() - 1);
        return Optional.ofNullable(input.getField(name, false, false));
    }

    RelDataTypeField require(SqlIdentifier identifier) {
        return columnOf(identifier).orElseThrow(() -> columnNotFound(identifier));
    }

    private MillraceException columnNotFound(SqlIdentifier identifier) {
        String name = identifier.names.get(identifier.names.size() - 1);
        if (identifier.isSimple() && pattern.variables(name).isPresent()) {
            return ValidationFailure.at(
                    identifier,
                    "\"" + name + "\" is a variable; name a column of its row, as in " + name + "."
                            + input.getFieldNames().get(0));
        }
        return ValidationFailure.at(
                ErrorCode.COLUMN_NOT_FOUND,
                identifier,
                "column \"" + name + "\" not found in the input of MATCH_RECOGNIZE"
                        + Names.nearest(name, input.getFieldNames())
                                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                .orElse(""));
    }

    /** What an expression over the row of one variable looks at. */
    RowArgument of(SqlNode expression) {
        Columns columns = new Columns(expression);
        SqlNode rewritten = expression.accept(columns);
        List<Integer> variables = columns.variables.orElse(List.of());
        if (expression instanceof SqlIdentifier identifier) {
            RelDataTypeField field = require(identifier);
            return new RowArgument(variables, OptionalInt.of(field.getIndex()), field.getType());
        }
        RelDataType type = validator.type(rewritten, inputTypes());
        Integer known = computedColumns.get(rewritten.toString());
        if (known == null) {
            known = input.getFieldCount() + computed.size();
            computedColumns.put(rewritten.toString(), known);
            computed.add(rewritten);
        }
        return new RowArgument(variables, OptionalInt.of(known), type);
    }

    /** Puts plain columns in the places of qualified ones, and finds their variable. */
    private final class Columns extends SqlShuttle {
        private final SqlNode argument;
        private Optional<List<Integer>> variables = Optional.empty();

        Columns(SqlNode argument) {
            this.argument = argument;
        }

        @Override
        public SqlNode visit(SqlIdentifier identifier) {
            if (identifier.isStar() || identifier.names.size() > 2) {
                throw ValidationFailure.at(
                        identifier,
                        "name a column here, as in A." + input.getFieldNames().get(0));
            }
            if (identifier.isSimple()
                    && columnOf(identifier).isEmpty()
                    && validator.makeNullaryCall(identifier) != null) {
                return identifier;
            }
            List<Integer> named = identifier.isSimple() ? List.of() : pattern.require(identifier);
            RelDataTypeField field = require(identifier);
            if (variables.isPresent() && !variables.get().equals(named)) {
                throw ValidationFailure.at(
                        argument, "all columns here must be of the rows of one variable; navigate each by itself");
            }
            variables = Optional.of(named);
            return new SqlIdentifier(
                    List.of(field.getName()),
                    null,
                    identifier.getParserPosition(),
                    List.of(identifier.getParserPosition().withQuoting(true)));
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            SqlKind kind = call.getKind();
            if (call.isA(SqlKind.QUERY)) {
                throw ValidationFailure.notSupported(
                        call, "sub-queries in MATCH_RECOGNIZE are not supported; join before or after it");
            }
            boolean navigates = switch (kind) {
                case FIRST, LAST, PREV, NEXT, RUNNING, FINAL, CLASSIFIER, MATCH_NUMBER, OVER, FILTER -> true;
                default -> call.getOperator().isAggregator();
            };
            if (navigates) {
                throw ValidationFailure.at(
                        call,
                        call.getOperator().getName()
                                + " cannot be nested here; of FIRST, LAST, PREV, NEXT and aggregates only PREV and NEXT take"
                                + " FIRST or LAST");
            }
            return super.visit(call);
        }
    }
}
