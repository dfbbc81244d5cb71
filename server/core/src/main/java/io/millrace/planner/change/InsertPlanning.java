package io.millrace.planner.change;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.Constants;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Fits the rows of an INSERT to the columns of its target. */
public final class InsertPlanning {

    private final TargetColumns target;
    private final List<Field> insertable;
    private final List<Field> given;
    private final SqlNode source;

    /**
     * @param columns the columns named in the statement; none when it names none
     * @param overriding whether columns may be given values that the server always numbers
     */
    public InsertPlanning(Relation target, List<SqlIdentifier> columns, boolean overriding, SqlNode source) {
        this.target = new TargetColumns(target, source);
        this.source = source;
        this.insertable = this.target.insertable();
        this.given = columns.isEmpty() ? insertable : this.target.named(columns);
        if (!overriding) {
            checkNumbered();
        }
    }

    private void checkNumbered() {
        for (int i = 0; i < given.size(); i++) {
            if (source.getKind() != SqlKind.VALUES) {
                target.checkNumbered(given.get(i), source);
                continue;
            }
            for (SqlNode row : ((SqlCall) source).getOperandList()) {
                boolean fits = row.getKind() == SqlKind.ROW && ((SqlCall) row).operandCount() == given.size();
                target.checkNumbered(given.get(i), fits ? ((SqlCall) row).operand(i) : row);
            }
        }
    }

    public RelationName target() {
        return target.target().name();
    }

    /** The rows of the target, when the source is nothing but constants that fit their columns as they are. */
    public Optional<Values> constantRows() {
        boolean complete = insertable.stream()
                .allMatch(field -> field.nullable()
                        || given.contains(field)
                        || target.defaultOf(field).isPresent());
        if (!complete || source.getKind() != SqlKind.VALUES) {
            return Optional.empty();
        }
        List<List<Literal>> rows = new ArrayList<>();
        for (SqlNode row : ((SqlCall) source).getOperandList()) {
            Optional<List<Literal>> constants = constants(row);
            if (constants.isEmpty()) {
                return Optional.empty();
            }
            rows.add(constants.get());
        }
        return Optional.of(new Values(new RowType(insertable), rows));
    }

    private Optional<List<Literal>> constants(SqlNode row) {
        if (row.getKind() != SqlKind.ROW || ((SqlCall) row).operandCount() != given.size()) {
            return Optional.empty();
        }
        List<Literal> constants = new ArrayList<>();
        for (Field field : insertable) {
            int index = given.indexOf(field);
            Optional<SqlNode> value = index < 0
                    ? target.defaultOf(field)
                    : Optional.of(target.spelledOut(((SqlCall) row).operand(index), field));
            Optional<Literal> constant = value.isEmpty()
                    ? Optional.of(Literal.nullOf(field.type()))
                    : Constants.in(field.type(), value.get());
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            constants.add(constant.get());
        }
        return Optional.of(constants);
    }

    /** The source with types for what has none of its own: parameters, NULLs, and times written as text. */
    public SqlNode typedSource() {
        return ColumnTyping.in(source, given, target);
    }

    /**
     * What the columns get that the statement does not name, by their names.
     *
     * @param convert makes algebra of an expression without columns
     */
    public Map<String, RexNode> defaults(Function<SqlNode, RexNode> convert) {
        Map<String, RexNode> defaults = new HashMap<>();
        insertable.stream()
                .filter(field -> !given.contains(field))
                .forEach(field -> target.defaultOf(field)
                        .ifPresent(
                                value -> defaults.put(field.name(), convert.apply(ColumnTyping.typed(value, field)))));
        return defaults;
    }

    /** Fails when an expression cannot be the DEFAULT of a column. */
    public static void checkDefault(SqlNode value, Field column, Function<SqlNode, RexNode> convert, RexBuilder rex) {
        StoredValues.of(convert.apply(ColumnTyping.typed(SqlCopy.of(value), column)), column, rex, value);
    }

    /**
     * The rows of the source as rows of the target.
     *
     * @param defaults of the columns that the statement does not name
     */
    public RelRoot fit(RelRoot root, RexBuilder rex, Map<String, RexNode> defaults) {
        RelNode rows = root.project();
        if (rows.getRowType().getFieldCount() != given.size()) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    source,
                    "the rows have " + rows.getRowType().getFieldCount() + " columns, but "
                            + given.size() + " are to be inserted: "
                            + String.join(", ", given.stream().map(Field::name).toList()));
        }
        List<RexNode> expressions = new ArrayList<>();
        for (Field field : insertable) {
            int index = given.indexOf(field);
            expressions.add(
                    index < 0
                            ? missing(field, rex, defaults)
                            : StoredValues.of(rex.makeInputRef(rows, index), field, rex, source));
        }
        List<String> names = insertable.stream().map(Field::name).toList();
        RelNode fitted = LogicalProject.create(rows, List.of(), expressions, names, Set.of());
        return RelRoot.of(fitted, SqlKind.SELECT);
    }

    private RexNode missing(Field field, RexBuilder rex, Map<String, RexNode> defaults) {
        if (defaults.containsKey(field.name())) {
            return StoredValues.of(defaults.get(field.name()), field, rex, source);
        }
        if (!field.nullable()) {
            throw ValidationFailure.at(
                    ErrorCode.NULL_NOT_ALLOWED,
                    source,
                    "column \"" + field.name() + "\" is NOT NULL and must be given a value");
        }
        return rex.makeNullLiteral(TypeConversion.toCalcite(rex.getTypeFactory(), field.type(), true));
    }
}
