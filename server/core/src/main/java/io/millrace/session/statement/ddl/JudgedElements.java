package io.millrace.session.statement.ddl;

import io.millrace.catalog.CheckConstraint;
import io.millrace.catalog.DeclaredColumn;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.query.ClockUse;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.planner.CalledFunctions;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Plans;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.element.CheckElement;
import io.millrace.sql.tree.element.ComputedColumn;
import io.millrace.sql.tree.element.TableElement;
import io.millrace.sql.tree.element.WatermarkElement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is computed of rows, and expected of them, whenever they are read: also by another query, and after a restart. Refuses what comes to
 * something else then, and what cannot be done where they come from.
 */
final class JudgedElements {

    private final Plans plans;
    private final CalledFunctions functions;
    private final DeclaredElements declared;

    JudgedElements(Plans plans, CalledFunctions functions, DeclaredElements declared) {
        this.plans = plans;
        this.functions = functions;
        this.declared = declared;
    }

    /** Refuses a second constraint of a name, by which the rows that break it are known. */
    void refuseTwice(List<TableElement> elements) {
        Set<String> names = new HashSet<>();
        for (TableElement element : elements) {
            if (element instanceof CheckElement check && check.name().isPresent()) {
                Written name = Written.name(check.name().get());
                if (!names.add(name.text())) {
                    throw At.error(
                            ErrorCode.INVALID_DEFINITION, name, "there is a second constraint \"" + name.text() + "\"");
                }
            }
        }
    }

    /** Refuses random numbers. */
    void refuseRandom(List<TableElement> elements) {
        RowType all = type(declared.columns());
        RowType plain = type(declared.columns().stream()
                .filter(column -> column.computed().isEmpty())
                .toList());
        for (TableElement element : elements) {
            if (element instanceof ComputedColumn column) {
                plans.repeatable(column, plain, functions);
            } else if (element instanceof WatermarkElement watermark) {
                plans.repeatable(watermark, all, functions);
            } else if (element instanceof CheckElement check
                    && check.violation().isPresent()) {
                plans.repeatable(check, all, functions);
            }
        }
    }

    /** Whoever changes a table is told at once what his statement breaks. */
    void refuseStatements(Written table) {
        if (declared.checks().stream().anyMatch(check -> !check.refusesStatements())) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    table,
                    "ON VIOLATION DROP and KEEP need a stream, or a connector; write ON VIOLATION FAIL");
        }
    }

    /** A source stops before a row only where it can be read again from there. */
    void refuseStopping(Written relation) {
        if (declared.checks().stream().anyMatch(CheckConstraint::refusesStatements)) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    relation,
                    "ON VIOLATION FAIL needs a source that can be read again, such as files or topics; write ON VIOLATION DROP");
        }
    }

    /** Refuses the present time in what is expected of rows: they are read at one time, and again at another. */
    void refusePresent(List<TableElement> elements) {
        List<Expression> columns = DeclaredColumn.expressions(declared.columns());
        for (TableElement element : elements) {
            if (element instanceof CheckElement check && check.violation().isPresent()) {
                Expression condition = plans.repeatable(check, type(declared.columns()), functions);
                if (ClockUse.in(Rewriting.inline(condition, columns))) {
                    throw At.error(
                            ErrorCode.NOT_SUPPORTED,
                            Written.node(check.condition()),
                            "the rows of this source are read again later, when the present time is another, and would be judged"
                                    + " otherwise; compare columns with each other, or write a view with WHERE");
                }
            }
        }
    }

    private static RowType type(List<DeclaredColumn> columns) {
        return new RowType(columns.stream().map(DeclaredColumn::field).toList());
    }
}
