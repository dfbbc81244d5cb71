package io.millrace.planner;

import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.expression.Constants;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Fits the rows of an INSERT to the columns of its target. */
final class InsertPlanning {

    private final Relation target;
    private final List<Field> insertable;
    private final List<Field> given;
    private final SqlNode source;

    /**
     * @param columns the columns named in the statement; none when it names none
     */
    InsertPlanning(Relation target, List<SqlIdentifier> columns, SqlNode source) {
        this.target = target;
        this.source = source;
        this.insertable = insertable(target, source);
        this.given = columns.isEmpty() ? insertable : named(columns);
    }

    private static List<Field> insertable(Relation target, SqlNode source) {
        List<DeclaredColumn> columns;
        if (target instanceof StreamRelation stream) {
            columns = stream.columns();
        } else if (target instanceof TableRelation table) {
            columns = table.columns();
        } else {
            throw ValidationFailure.at(
                    ErrorCode.RELATION_WRONG_KIND,
                    source,
                    "rows can be inserted into streams and tables, but \"" + target.name() + "\" is a "
                            + target.kind());
        }
        return columns.stream()
                .filter(DeclaredColumn::isInsertable)
                .map(DeclaredColumn::field)
                .toList();
    }

    private List<Field> named(List<SqlIdentifier> columns) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (SqlIdentifier column : columns) {
            String name = column.getSimple();
            Field field = insertable.stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> notInsertable(column));
            if (fields.put(field.name(), field) != null) {
                throw ValidationFailure.at(
                        ErrorCode.COLUMN_ALREADY_EXISTS, column, "column \"" + name + "\" is named twice");
            }
        }
        return List.copyOf(fields.values());
    }

    private MillraceException notInsertable(SqlIdentifier column) {
        String name = column.getSimple();
        if (target.rowType().indexOf(name).isPresent()) {
            return ValidationFailure.at(
                    ErrorCode.INVALID_QUERY,
                    column,
                    "column \"" + name + "\" is computed and cannot be inserted; leave it out");
        }
        return ValidationFailure.at(
                ErrorCode.COLUMN_NOT_FOUND,
                column,
                "column \"" + name + "\" not found in " + target.kind() + " \"" + target.name() + "\""
                        + Names.nearest(
                                        name,
                                        insertable.stream().map(Field::name).toList())
                                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                .orElse(""));
    }

    RelationName target() {
        return target.name();
    }

    /** The rows of the target, when the source is nothing but constants that fit their columns as they are. */
    Optional<Values> constantRows() {
        boolean complete = insertable.stream().allMatch(field -> field.nullable() || given.contains(field));
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
            Optional<Literal> constant = index < 0
                    ? Optional.of(Literal.nullOf(field.type()))
                    : Constants.in(field.type(), ((SqlCall) row).operand(index));
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            constants.add(constant.get());
        }
        return Optional.of(constants);
    }

    /** The source with types for what has none of its own: parameters, NULLs, and times written as text. */
    SqlNode typedSource() {
        return ColumnTyping.in(source, given);
    }

    /** The rows of the source as rows of the target. */
    RelRoot fit(RelRoot root, RexBuilder rex) {
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
            RelDataType type = TypeConversion.toCalcite(rex.getTypeFactory(), field.type(), true);
            if (index < 0) {
                if (!field.nullable()) {
                    throw ValidationFailure.at(
                            ErrorCode.NULL_NOT_ALLOWED,
                            source,
                            "column \"" + field.name() + "\" is NOT NULL and must be given a value");
                }
                expressions.add(rex.makeNullLiteral(type));
            } else {
                expressions.add(value(rex, rows, index, field, type));
            }
        }
        List<String> names = insertable.stream().map(Field::name).toList();
        RelNode fitted = LogicalProject.create(rows, List.of(), expressions, names, Set.of());
        return RelRoot.of(fitted, SqlKind.SELECT);
    }

    /** Text keeps its length, so that the target can refuse what is too long; a cast would cut it. */
    private static RelDataType stored(RexBuilder rex, RelDataType type) {
        return SqlTypeFamily.CHARACTER.contains(type)
                ? TypeConversion.toCalcite(rex.getTypeFactory(), Type.VARCHAR, true)
                : type;
    }

    private RexNode value(RexBuilder rex, RelNode rows, int index, Field field, RelDataType type) {
        RexNode value = rex.makeInputRef(rows, index);
        RelDataType from = value.getType();
        boolean times = SqlTypeFamily.DATETIME.contains(type) && SqlTypeFamily.CHARACTER.contains(from);
        boolean fits = from.getSqlTypeName() == SqlTypeName.NULL || times || SqlTypeUtil.canAssignFrom(type, from);
        if (!fits) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    source,
                    "column \"" + field.name() + "\" is " + field.type().sql() + ", but the value is "
                            + TypeConversion.fromCalcite(from).sql() + "; write CAST(… AS "
                            + field.type().sql() + ")");
        }
        return rex.makeAbstractCast(
                rex.getTypeFactory().createTypeWithNullability(stored(rex, type), from.isNullable()), value, false);
    }
}
