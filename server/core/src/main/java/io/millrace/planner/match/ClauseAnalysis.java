package io.millrace.planner.match;

import io.millrace.dstream.MatchRecognize.AfterMatch;
import io.millrace.dstream.MatchRecognize.Skip;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.planner.match.MatchClause.Definition;
import io.millrace.planner.match.MatchClause.Output;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Checks one MATCH_RECOGNIZE clause. Used once. */
final class ClauseAnalysis {

    private final SqlMatchRecognize match;
    private final RelDataType input;
    private final MatchValidator validator;
    private final PatternAnalysis pattern;
    private final RowArguments arguments;
    private final boolean allRows;

    ClauseAnalysis(SqlMatchRecognize match, RelDataType input, MatchValidator validator) {
        this.match = match;
        this.input = input;
        this.validator = validator;
        this.pattern = new PatternAnalysis(match);
        this.arguments = new RowArguments(validator, pattern, input);
        this.allRows = match.getRowsPerMatch() != null
                && match.getRowsPerMatch().getValue() == SqlMatchRecognize.RowsPerMatchOption.ALL_ROWS;
    }

    MatchClause analyze() {
        List<Integer> partition = new ArrayList<>();
        for (SqlNode column : match.getPartitionList()) {
            partition.add(column(column, "PARTITION BY"));
        }
        List<SortKey> order = order();
        OptionalLong within = within(order);
        List<Definition> definitions = definitions();
        AfterMatch after = after();
        ValueScope values = new ValueScope();
        Map<String, Measure> measures = measures(values);
        Layout layout = new Layout(partition, order, measures);
        return new MatchClause(
                partition,
                order,
                pattern.names(),
                pattern.pattern(),
                definitions,
                arguments.computed(),
                values,
                layout.outputs,
                allRows,
                after,
                within,
                layout.types.build(),
                match.getParserPosition(),
                match.getOrderList().getParserPosition());
    }

    private int column(SqlNode node, String clause) {
        if (!(node instanceof SqlIdentifier identifier) || identifier.isStar()) {
            throw ValidationFailure.notSupported(
                    node,
                    clause + " in MATCH_RECOGNIZE takes columns only; compute the expression in a sub-query before it");
        }
        return arguments.require(identifier).getIndex();
    }

    private List<SortKey> order() {
        SqlNodeList list = match.getOrderList();
        if (list.isEmpty()) {
            throw ValidationFailure.at(
                    match,
                    "MATCH_RECOGNIZE needs an order of the rows; add ORDER BY with the column that has the WATERMARK");
        }
        List<SortKey> keys = new ArrayList<>();
        for (SqlNode item : list) {
            SqlNode node = item;
            Optional<Boolean> nullsFirst = Optional.empty();
            if (node.getKind() == SqlKind.NULLS_FIRST || node.getKind() == SqlKind.NULLS_LAST) {
                nullsFirst = Optional.of(node.getKind() == SqlKind.NULLS_FIRST);
                node = ((SqlCall) node).operand(0);
            }
            boolean descending = node.getKind() == SqlKind.DESCENDING;
            if (descending && keys.isEmpty()) {
                throw ValidationFailure.at(
                        item,
                        "the rows are searched in the order of time, so ORDER BY must begin with an ascending column;"
                                + " leave DESC out and turn the PATTERN around");
            }
            int column = column(descending ? ((SqlCall) node).operand(0) : node, "ORDER BY");
            keys.add(new SortKey(column, descending, nullsFirst.orElse(descending)));
        }
        return keys;
    }

    private OptionalLong within(List<SortKey> order) {
        SqlLiteral interval = match.getInterval();
        if (interval == null) {
            return OptionalLong.empty();
        }
        IntervalValue value = (IntervalValue) interval.getValue();
        if (!(interval instanceof SqlIntervalLiteral)
                || value.getIntervalQualifier().getUnit() == TimeUnit.MONTH
                || value.getIntervalQualifier().getUnit() == TimeUnit.YEAR) {
            throw ValidationFailure.at(interval, "WITHIN takes an interval of days or less, as in INTERVAL '30' DAY");
        }
        validator.validateLiteral(interval);
        long millis = SqlParserUtil.intervalToMillis(value);
        if (millis <= 0) {
            throw ValidationFailure.at(interval, "the interval of WITHIN must be positive");
        }
        RelDataTypeField time = input.getFieldList().get(order.get(0).column());
        if (time.getType().getSqlTypeName() != SqlTypeName.TIMESTAMP) {
            throw ValidationFailure.at(interval, "WITHIN needs ORDER BY to begin with a TIMESTAMP column");
        }
        return OptionalLong.of(millis);
    }

    private List<Definition> definitions() {
        List<Definition> definitions = new ArrayList<>();
        Set<Integer> defined = new HashSet<>();
        for (SqlNode item : match.getPatternDefList()) {
            SqlIdentifier name = ((SqlCall) item).operand(1);
            if (pattern.isSubset(name.getSimple())) {
                throw ValidationFailure.at(name, "\"" + name.getSimple() + "\" is a SUBSET; define its variables");
            }
            int variable = pattern.require(name).get(0);
            if (!defined.add(variable)) {
                throw ValidationFailure.at(name, "variable \"" + name.getSimple() + "\" is defined twice");
            }
            ValueScope scope = new ValueScope();
            SqlNode condition = new ExpressionAnalysis(
                            validator, pattern, arguments, scope, OptionalInt.of(variable), true)
                    .rewrite(((SqlCall) item).operand(0));
            RelDataType type = validator.type(condition, scope.types());
            if (!SqlTypeUtil.inBooleanFamily(type)) {
                throw ValidationFailure.at(
                        ErrorCode.TYPE_MISMATCH,
                        ((SqlCall) item).operand(0),
                        "DEFINE takes conditions, but this is of type " + type.getSqlTypeName());
            }
            definitions.add(new Definition(variable, scope, condition));
        }
        return definitions;
    }

    private AfterMatch after() {
        SqlNode after = match.getAfter();
        if (after == null
                || after instanceof SqlLiteral literal
                        && literal.getValue() == SqlMatchRecognize.AfterOption.SKIP_PAST_LAST_ROW) {
            return new AfterMatch(Skip.PAST_LAST_ROW, List.of());
        }
        if (after instanceof SqlLiteral) {
            return new AfterMatch(Skip.TO_NEXT_ROW, List.of());
        }
        SqlIdentifier name = ((SqlCall) after).operand(0);
        List<Integer> variables = pattern.require(name);
        Skip skip = after.getKind() == SqlKind.SKIP_TO_FIRST ? Skip.TO_FIRST : Skip.TO_LAST;
        if (skip == Skip.TO_FIRST && alwaysFirst(pattern.pattern()).stream().anyMatch(variables::contains)) {
            throw ValidationFailure.at(
                    name,
                    "every match begins with \"" + name.getSimple()
                            + "\", so the search would find the same match for ever; use SKIP TO NEXT ROW");
        }
        return new AfterMatch(skip, variables);
    }

    /** The variable that the first row of every match is mapped to, if that is certain. */
    private static Optional<Integer> alwaysFirst(RowPattern pattern) {
        if (pattern instanceof RowPattern.Variable variable) {
            return Optional.of(variable.variable());
        }
        if (pattern instanceof RowPattern.Concatenation concatenation) {
            return alwaysFirst(concatenation.parts().get(0));
        }
        if (pattern instanceof RowPattern.Quantified quantified && quantified.least() > 0) {
            return alwaysFirst(quantified.part());
        }
        return pattern instanceof RowPattern.Exclusion exclusion ? alwaysFirst(exclusion.part()) : Optional.empty();
    }

    /** A measure over the values of its scope. */
    private record Measure(SqlNode expression, RelDataType type) {}

    private Map<String, Measure> measures(ValueScope scope) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        Map<String, SqlIdentifier> names = new LinkedHashMap<>();
        ExpressionAnalysis analysis =
                new ExpressionAnalysis(validator, pattern, arguments, scope, OptionalInt.empty(), allRows);
        List<SqlNode> rewritten = new ArrayList<>();
        for (SqlNode item : match.getMeasureList()) {
            SqlIdentifier name = ((SqlCall) item).operand(1);
            if (names.put(name.getSimple().toUpperCase(Locale.ROOT), name) != null) {
                throw ValidationFailure.at(name, "there are two measures named \"" + name.getSimple() + "\"");
            }
            rewritten.add(analysis.rewrite(((SqlCall) item).operand(0)));
        }
        int index = 0;
        for (SqlIdentifier name : names.values()) {
            SqlNode expression = rewritten.get(index++);
            measures.put(name.getSimple(), new Measure(expression, validator.type(expression, scope.types())));
        }
        names.values().forEach(this::checkMeasureName);
        return measures;
    }

    private void checkMeasureName(SqlIdentifier name) {
        Optional<RelDataTypeField> column = arguments.columnOf(name);
        boolean givenOut = column.isPresent()
                && (allRows
                        || match.getPartitionList().stream()
                                .anyMatch(node ->
                                        arguments.require((SqlIdentifier) node).equals(column.get())));
        if (givenOut) {
            throw ValidationFailure.at(
                    name, "\"" + name.getSimple() + "\" is a column that is given out too; name the measure otherwise");
        }
    }

    /** The columns in the order of the standard: partition, order, measures, the others. */
    private final class Layout {
        private final List<Output> outputs = new ArrayList<>();
        private final RelDataTypeFactory.Builder types =
                validator.getTypeFactory().builder();

        Layout(List<Integer> partition, List<SortKey> order, Map<String, Measure> measures) {
            Set<Integer> before = new LinkedHashSet<>(partition);
            if (allRows) {
                order.forEach(key -> before.add(key.column()));
            }
            before.forEach(this::add);
            measures.forEach((name, measure) -> {
                outputs.add(new Output(OptionalInt.empty(), measure.expression()));
                types.add(name, measure.type());
            });
            for (int column = 0; allRows && column < input.getFieldCount(); column++) {
                if (!before.contains(column)) {
                    add(column);
                }
            }
            if (outputs.isEmpty()) {
                throw ValidationFailure.at(
                        match,
                        "MATCH_RECOGNIZE gives out no column; add MEASURES, as in MEASURES FIRST("
                                + input.getFieldNames().get(0) + ") AS "
                                + input.getFieldNames().get(0));
            }
        }

        private void add(int column) {
            outputs.add(new Output(OptionalInt.of(column), null));
            types.add(input.getFieldList().get(column));
        }
    }
}
