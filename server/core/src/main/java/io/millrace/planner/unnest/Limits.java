package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import com.google.common.collect.ImmutableList;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.unnest.Binding.Keyed;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** ORDER BY with LIMIT: the first rows of each outer row are the first of its key. An order alone means nothing inside a query. */
final class Limits {

    private final Unnesting unnesting;
    private final Algebra algebra;

    Limits(Unnesting unnesting) {
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
    }

    DependentRows sort(Sort sort, Optional<Scope> scope) {
        DependentRows input = unnesting.unnest(sort.getInput(), scope);
        if (input.isPlain()) {
            return unnesting
                    .same(sort, List.of(input))
                    .withSingle(input.single() || sort.fetch != null && count(sort.fetch) <= 1);
        }
        if (sort.fetch == null && sort.offset == null) {
            return input;
        }
        long offset = sort.offset == null ? 0 : count(sort.offset);
        Optional<Long> fetch = Optional.ofNullable(sort.fetch).map(Limits::count);
        if (input.single() && offset == 0 && fetch.orElse(1L) > 0) {
            return input;
        }
        Keyed keyed = unnesting.binding().keyed(input, scope);
        boolean single = input.single() || fetch.orElse(2L) <= 1;
        if (keyed.keys().keys().isEmpty()) {
            DependentRows rows = unnesting.binding().materialized(keyed.rows());
            return rows.withRel(sort.copy(sort.getTraitSet(), List.of(rows.rel())))
                    .withSingle(single);
        }
        return ranked(sort, keyed, offset, fetch).withSingle(single);
    }

    private DependentRows ranked(Sort sort, Keyed keyed, long offset, Optional<Long> fetch) {
        List<RexNode> outputs = keyed.rows().outputs();
        List<RexNode> keys = keyed.keys().inner();
        RelNode rows = algebra.project(keyed.rows().rel(), plus(outputs, keys));
        List<RexNode> columns = algebra.columns(rows);
        List<RexNode> keyColumns = List.copyOf(columns.subList(outputs.size(), columns.size()));
        RelNode numbered = algebra.project(rows, plus(columns, List.of(rowNumber(sort, columns, keyColumns))));
        RexNode number = algebra.column(numbered, columns.size());
        List<RexNode> conditions = new ArrayList<>();
        fetch.ifPresent(
                count -> conditions.add(compared(number, SqlStdOperatorTable.LESS_THAN_OR_EQUAL, offset + count)));
        if (offset > 0) {
            conditions.add(compared(number, SqlStdOperatorTable.GREATER_THAN, offset));
        }
        return new DependentRows(
                algebra.filter(numbered, conditions),
                keyed.keys().conditions(algebra, keyColumns),
                false,
                List.of(),
                columns.subList(0, outputs.size()),
                false);
    }

    private RexNode compared(RexNode number, SqlOperator comparison, long bound) {
        return algebra.rex().makeCall(comparison, number, algebra.rex().makeBigintLiteral(BigDecimal.valueOf(bound)));
    }

    private RexNode rowNumber(Sort sort, List<RexNode> columns, List<RexNode> keys) {
        ImmutableList.Builder<RexFieldCollation> order = ImmutableList.builder();
        for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
            Set<SqlKind> flags = new HashSet<>();
            if (field.getDirection().isDescending()) {
                flags.add(SqlKind.DESCENDING);
            }
            if (field.nullDirection == RelFieldCollation.NullDirection.FIRST) {
                flags.add(SqlKind.NULLS_FIRST);
            }
            if (field.nullDirection == RelFieldCollation.NullDirection.LAST) {
                flags.add(SqlKind.NULLS_LAST);
            }
            order.add(new RexFieldCollation(columns.get(field.getFieldIndex()), flags));
        }
        RelDataType bigint = algebra.rex().getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        return algebra.rex()
                .makeOver(
                        bigint,
                        SqlStdOperatorTable.ROW_NUMBER,
                        List.of(),
                        keys,
                        order.build(),
                        RexWindowBounds.UNBOUNDED_PRECEDING,
                        RexWindowBounds.CURRENT_ROW,
                        true,
                        true,
                        false,
                        false);
    }

    private static long count(RexNode rows) {
        if (rows instanceof RexLiteral literal) {
            return literal.getValueAs(Long.class);
        }
        throw new UnplannableException(
                ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.ORDER_BY), "LIMIT and OFFSET must be constants");
    }
}
