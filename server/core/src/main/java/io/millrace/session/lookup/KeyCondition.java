package io.millrace.session.lookup;

import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions that want one value in each column of a key.
 *
 * @param conditions one for each column
 * @param values what they want: each a {@link Literal} or a {@link Placeholder}
 */
record KeyCondition(List<Expression> conditions, List<Expression> values) {

    /**
     * Empty when a column of the key may have any value.
     *
     * @param source of the rows, of a relation with that row type
     * @param predicate over the columns of the source
     */
    static Optional<KeyCondition> of(Source source, Expression predicate, RowType rowType, List<Integer> key) {
        List<Expression> conjuncts = new ArrayList<>();
        collect(predicate, conjuncts);
        KeyCondition found = new KeyCondition(new ArrayList<>(), new ArrayList<>());
        for (int column : key) {
            int place = source.columns().indexOf(column);
            for (Expression conjunct : conjuncts) {
                Optional<Expression> value = value(conjunct, place, rowType.type(column));
                if (value.isPresent()) {
                    found.conditions.add(conjunct);
                    found.values.add(value.get());
                    break;
                }
            }
        }
        return found.values.size() == key.size() ? Optional.of(found) : Optional.empty();
    }

    private static void collect(Expression predicate, List<Expression> found) {
        if (predicate instanceof Call call && call.function() == Function.AND) {
            call.arguments().forEach(argument -> collect(argument, found));
        } else {
            found.add(predicate);
        }
    }

    private static Optional<Expression> value(Expression condition, int place, Type type) {
        if (!(condition instanceof Call call) || call.function() != Function.EQUAL) {
            return Optional.empty();
        }
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        if (left instanceof ColumnReference of && of.index() == place && fits(right, type)) {
            return Optional.of(right);
        }
        return right instanceof ColumnReference of && of.index() == place && fits(left, type)
                ? Optional.of(left)
                : Optional.empty();
    }

    /** Whether a value is stored as those of the column are, so that equal ones are found; the times of parameters become so. */
    private static boolean fits(Expression value, Type type) {
        boolean constant = value instanceof Placeholder
                || (value instanceof Literal literal && literal.value().isPresent());
        boolean alike = type.kind() == TypeKind.DECIMAL
                ? value.type().equals(type)
                : value.type().kind() == type.kind() && value.type().layout() == type.layout();
        boolean cut = value instanceof Literal && Ticks.perMilli(value.type()) != Ticks.perMilli(type);
        boolean padded = type.kind() == TypeKind.CHAR && value instanceof Placeholder;
        return constant && alike && !padded && !cut;
    }
}
