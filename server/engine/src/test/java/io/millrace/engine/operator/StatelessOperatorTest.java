package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Negate;
import io.millrace.dstream.Project;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatelessOperatorTest {

    private static final DStream INPUT = source(false, Type.BIGINT, Type.VARCHAR);
    private static final Expression NUMBER = new ColumnReference(0, Type.BIGINT, true);

    private static Expression call(Function function, Type type, Expression... arguments) {
        return new Call(function, List.of(arguments), type, true);
    }

    @Test
    void chainOfFiltersAndProjectionsIsOneOperator() {
        DStream doubled =
                new Project(INPUT, List.of(call(Function.ADD, Type.BIGINT, NUMBER, NUMBER)), rowType(Type.BIGINT));
        DStream chain = new Filter(doubled, call(Function.GREATER, Type.BOOLEAN, NUMBER, Literal.of(3L, Type.BIGINT)));
        assertThat(OperatorFactory.inputs(chain)).containsExactly(INPUT);
        assertThat(OperatorFactory.chain(chain)).containsExactly(doubled, chain);
        verifying(chain).batch("+1|a +2|b -3|c +~|d").emits("+4 -6");
    }

    @Test
    void rowsWhoseExpressionsFailAreRejected() {
        DStream quotient = new Project(
                INPUT,
                List.of(call(Function.DIVIDE, Type.BIGINT, Literal.of(6L, Type.BIGINT), NUMBER)),
                rowType(Type.BIGINT));
        verifying(quotient).batch("+2|a +0|b").emits("+3");
    }

    @Test
    void unionPassesOnAndNegateTurnsWeightsAround() {
        verifying(new Union(List.of(INPUT, INPUT), INPUT.rowType()))
                .batch("+1|a", "+1|a -2|b")
                .emits("+2*1|a -2|b");
        verifying(new Negate(INPUT)).batch("+1|a -2|b").emits("-1|a +2|b");
    }

    @Test
    void valuesComeOnce() {
        Values values = new Values(
                rowType(Type.BIGINT, Type.VARCHAR, new ArrayType(Type.INTEGER, false)),
                List.of(
                        List.of(
                                Literal.of(1L, Type.BIGINT),
                                Literal.of("a", Type.VARCHAR),
                                Literal.of(List.of(1, 2), new ArrayType(Type.INTEGER, false))),
                        List.of(
                                Literal.nullOf(Type.BIGINT),
                                Literal.nullOf(Type.VARCHAR),
                                Literal.nullOf(new ArrayType(Type.INTEGER, false)))));
        verifying(values).batch().emits("+1|a|[1,2] +~|~|~").batch().emits("");
    }

    @Test
    void unnestGivesARowPerElement() {
        DStream arrays = source(false, Type.VARCHAR, new ArrayType(Type.BIGINT, true));
        Type[] types = {Type.VARCHAR, new ArrayType(Type.BIGINT, true), Type.BIGINT, Type.INTEGER};
        verifying(new Unnest(arrays, 1, true, false, rowType(types)))
                .batch("+a|[5,~] -b|[7] +c|[] +d|~")
                .emits("+a|[5,~]|5|1 +a|[5,~]|~|2 -b|[7]|7|1");
        verifying(new Unnest(arrays, 1, true, true, rowType(types)))
                .batch("+a|[5] +c|[] +d|~")
                .emits("+a|[5]|5|1 +c|[]|~|~ +d|~|~|~");
    }
}
