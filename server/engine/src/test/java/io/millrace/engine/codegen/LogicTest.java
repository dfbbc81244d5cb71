package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.column;
import static io.millrace.engine.codegen.Expressions.decimal;
import static io.millrace.engine.codegen.Expressions.floating;
import static io.millrace.engine.codegen.Expressions.integer;
import static io.millrace.engine.codegen.Expressions.nul;
import static io.millrace.engine.codegen.Expressions.text;
import static io.millrace.engine.codegen.FunctionKit.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogicTest {

    private static final Literal TRUE = Literal.of(true, Type.BOOLEAN);
    private static final Literal FALSE = Literal.of(false, Type.BOOLEAN);
    private static final Literal UNKNOWN = nul(Type.BOOLEAN);

    private static void truth(Function function, Object expected, Literal... arguments) {
        check(function, Type.BOOLEAN, expected, arguments);
    }

    @Test
    void logicHasThreeValues() {
        truth(AND, true, TRUE, TRUE);
        truth(AND, false, TRUE, FALSE);
        truth(AND, null, TRUE, UNKNOWN);
        truth(AND, null, UNKNOWN, TRUE);
        truth(AND, false, UNKNOWN, FALSE);
        truth(AND, false, FALSE, UNKNOWN);
        truth(AND, null, UNKNOWN, UNKNOWN);
        truth(OR, false, FALSE, FALSE);
        truth(OR, true, UNKNOWN, TRUE);
        truth(OR, true, TRUE, UNKNOWN);
        truth(OR, null, UNKNOWN, FALSE);
        truth(OR, null, FALSE, UNKNOWN);
        truth(OR, true, FALSE, UNKNOWN, TRUE);
        truth(AND, false, TRUE, UNKNOWN, FALSE);
        truth(NOT, false, TRUE);
        truth(IS_NULL, true, UNKNOWN);
        truth(IS_NULL, false, FALSE);
        truth(IS_NOT_NULL, false, UNKNOWN);
        truth(IS_TRUE, false, UNKNOWN);
        truth(IS_NOT_TRUE, true, UNKNOWN);
        truth(IS_FALSE, false, UNKNOWN);
        truth(IS_FALSE, true, FALSE);
        truth(IS_NOT_FALSE, true, UNKNOWN);
    }

    @Test
    void comparisonsOfAllLayouts() {
        truth(EQUAL, true, TRUE, TRUE);
        truth(LESS, true, integer(1), integer(2));
        truth(GREATER, false, bigint(1), bigint(2));
        truth(LESS_OR_EQUAL, true, floating(1), floating(1));
        truth(EQUAL, true, floating(Double.NaN), floating(Double.NaN));
        truth(GREATER, true, floating(Double.NaN), floating(1));
        truth(EQUAL, true, decimal("1.50"), decimal("1.5"));
        truth(LESS, true, decimal("1.49"), decimal("1.5"));
        truth(GREATER, true, decimal("999999999999999999"), decimal("0.00000000000000001"));
        truth(LESS, true, decimal("1.49"), Rows.literal(new BigDecimal("1.5"), Type.decimal(25, 1)));
        truth(GREATER_OR_EQUAL, true, decimal("2.0"), integer(2));
        truth(IS_NOT_DISTINCT_FROM, true, nul(Type.VARCHAR), nul(Type.VARCHAR));
        truth(IS_NOT_DISTINCT_FROM, false, nul(Type.VARCHAR), text("a"));
        truth(IS_NOT_DISTINCT_FROM, true, text("a"), text("a"));
        check(GREATEST, Type.BIGINT, 3L, bigint(1), bigint(3), bigint(2));
        check(LEAST, Type.decimal(4, 2), new BigDecimal("1.00"), decimal("1.0"), decimal("3.25"));
    }

    @Test
    void membershipIsThreeValued() {
        truth(IN, true, bigint(2), bigint(1), bigint(2));
        truth(IN, false, bigint(3), bigint(1), bigint(2));
        truth(IN, null, bigint(3), bigint(1), nul(Type.BIGINT));
        truth(IN, true, bigint(1), bigint(1), nul(Type.BIGINT));
        truth(IN, true, text("b"), text("a"), text("b"));
        truth(IN, true, decimal("1.50"), decimal("1.5"), decimal("1.501"));
        truth(IN, true, floating(-0.0), floating(0), floating(1));
        truth(IN, true, Rows.literal(new BigDecimal("1.50"), Type.decimal(20, 2)), decimal("1.5"));
        List<Literal> many = new ArrayList<>();
        List<Literal> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(bigint(i * 7L));
            names.add(text("name-" + i * 7));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(member(bigint(i), many)).isEqualTo(i % 7 == 0);
            assertThat(member(text("name-" + i), names)).isEqualTo(i % 7 == 0);
        }
    }

    private static Object member(Literal value, List<Literal> members) {
        List<Expression> arguments = new ArrayList<>(members);
        arguments.add(0, column(0, value.type()));
        return Evaluator.over(
                        List.of(value.type()),
                        List.<Object[]>of(new Object[] {value.value().orElseThrow()}),
                        call(IN, Type.BOOLEAN, arguments.toArray(Expression[]::new)))
                .get(0);
    }

    @Test
    void choicesTakeTheFirstThatHolds() {
        check(CASE, Type.BIGINT, 1L, TRUE, bigint(1), TRUE, bigint(2), bigint(3));
        check(CASE, Type.BIGINT, 2L, UNKNOWN, bigint(1), TRUE, bigint(2), bigint(3));
        check(CASE, Type.BIGINT, 3L, FALSE, bigint(1), UNKNOWN, bigint(2), bigint(3));
        check(CASE, Type.VARCHAR, "kept", FALSE, text("a"), text("kept"));
        check(CASE, Type.VARCHAR, null, TRUE, nul(Type.VARCHAR), text("b"));
        check(CASE, Type.decimal(6, 2), new BigDecimal("1.50"), TRUE, decimal("1.5"), decimal("2.25"));
        check(COALESCE, Type.BIGINT, 5L, nul(Type.BIGINT), bigint(5), bigint(6));
        check(COALESCE, Type.BIGINT, null, nul(Type.BIGINT), nul(Type.BIGINT));
        check(COALESCE, Type.VARCHAR, "kept", nul(Type.VARCHAR), text("kept"));
    }

    @Test
    void choiceBetweenTextOfAColumnAndAConstantIsCopied() {
        Expression name = column(0, Type.VARCHAR);
        Expression choice = call(
                CASE,
                Type.VARCHAR,
                call(EQUAL, Type.BOOLEAN, name, text("a")),
                text("constant"),
                call(UPPER, Type.VARCHAR, name));
        assertThat(Evaluator.over(
                        List.of(Type.VARCHAR),
                        List.of(new Object[] {"a"}, new Object[] {"b"}, new Object[] {null}),
                        choice))
                .containsExactly("constant", "B", null);
    }

    @Test
    void functionsOfThePlanAreCalledWithBoxedValues() {
        SourceCall concat = new SourceCall(
                "GREET",
                "return a0 == null ? \"nobody\" : a0 + a1.add(java.math.BigDecimal.ONE);",
                List.of(column(0, Type.VARCHAR), column(1, Type.decimal(5, 1))),
                Type.VARCHAR,
                true);
        assertThat(Evaluator.over(
                        List.of(Type.VARCHAR, Type.decimal(5, 1)),
                        List.of(new Object[] {"x", new BigDecimal("1.5")}, new Object[] {null, null}, new Object[] {
                            "y", null
                        }),
                        concat))
                .containsExactly("x2.5", "nobody", "INVALID_ARGUMENT: GREET failed");
        SourceCall number = new SourceCall(
                "HALF",
                "return a0 == null ? null : Long.valueOf(a0.longValue() / 2);",
                List.of(column(0, Type.BIGINT)),
                Type.BIGINT,
                true);
        assertThat(Evaluator.over(
                        List.of(Type.BIGINT),
                        List.of(new Object[] {9L}, new Object[] {null}),
                        call(ADD, Type.BIGINT, number, bigint(1))))
                .containsExactly(5L, null);
    }
}
