package io.millrace.planner.change;

import io.millrace.catalog.DeclaredColumn;
import io.millrace.catalog.IdentityRule;
import io.millrace.catalog.Relation;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import io.millrace.sql.parser.SqlParsing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/** The columns of a stream or table that statements give values. */
final class TargetColumns {

    private final Relation target;
    private final List<DeclaredColumn> columns;
    private final List<Field> insertable;

    /** @param place of the statement, for errors */
    TargetColumns(Relation target, SqlNode place) {
        this.target = target;
        if (target instanceof StreamRelation stream) {
            columns = stream.columns();
        } else if (target instanceof TableRelation table) {
            columns = table.columns();
        } else {
            throw ValidationFailure.at(
                    ErrorCode.RELATION_WRONG_KIND,
                    place,
                    "rows can be inserted into streams and tables, but \"" + target.name() + "\" is a "
                            + target.kind());
        }
        insertable = columns.stream()
                .filter(DeclaredColumn::isInsertable)
                .map(DeclaredColumn::given)
                .toList();
    }

    Relation target() {
        return target;
    }

    /** The columns that rows bring with them, in declared order. */
    List<Field> insertable() {
        return insertable;
    }

    /** A declared column as rows bring it with them; as it is declared when they do not. */
    Field given(Field declared) {
        return insertable.stream()
                .filter(field -> field.name().equals(declared.name()))
                .findFirst()
                .orElse(declared);
    }

    /** Fails when a column that the server always numbers is given another value than DEFAULT. */
    void checkNumbered(Field field, SqlNode value) {
        boolean always = column(field)
                .flatMap(DeclaredColumn::identity)
                .filter(IdentityRule::always)
                .isPresent();
        if (always && value.getKind() != SqlKind.DEFAULT) {
            throw ValidationFailure.at(
                    ErrorCode.INVALID_QUERY,
                    value,
                    "column \"" + field.name() + "\" is GENERATED ALWAYS AS IDENTITY; leave it out, write DEFAULT,"
                            + " or INSERT … OVERRIDING SYSTEM VALUE");
        }
    }

    private Optional<DeclaredColumn> column(Field field) {
        return columns.stream()
                .filter(column -> column.field().name().equals(field.name()))
                .findFirst();
    }

    /** All columns. */
    List<Field> declared() {
        return target.rowType().fields();
    }

    /** The columns that are named, each once. */
    List<Field> named(List<SqlIdentifier> names) {
        List<Field> fields = new ArrayList<>();
        for (SqlIdentifier name : names) {
            Field field = find(name);
            if (fields.contains(field)) {
                throw ValidationFailure.at(
                        ErrorCode.COLUMN_ALREADY_EXISTS, name, "column \"" + last(name) + "\" is named twice");
            }
            fields.add(field);
        }
        return List.copyOf(fields);
    }

    private static String last(SqlIdentifier name) {
        return name.names.get(name.names.size() - 1);
    }

    private Field find(SqlIdentifier column) {
        String name = last(column);
        return insertable.stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> notInsertable(column, name));
    }

    private MillraceException notInsertable(SqlIdentifier column, String name) {
        if (target.rowType().indexOf(name).isPresent()) {
            return ValidationFailure.at(
                    ErrorCode.INVALID_QUERY,
                    column,
                    "column \"" + name + "\" is computed and cannot be given a value; leave it out");
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

    /** What a column gets that is given no value; empty for NULL. */
    Optional<SqlNode> defaultOf(Field field) {
        return column(field).flatMap(DeclaredColumn::defaultValue).map(SqlParsing::parseExpression);
    }

    /** A value as it is written, or what the word DEFAULT stands for. */
    SqlNode spelledOut(SqlNode value, Field field) {
        return value.getKind() == SqlKind.DEFAULT
                ? defaultOf(field).orElseGet(() -> SqlLiteral.createNull(value.getParserPosition()))
                : value;
    }
}
