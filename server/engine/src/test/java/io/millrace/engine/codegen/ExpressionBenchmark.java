package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.column;
import static io.millrace.engine.codegen.Expressions.decimal;
import static io.millrace.engine.codegen.Expressions.floating;
import static io.millrace.engine.codegen.Expressions.integer;
import static io.millrace.engine.codegen.Expressions.text;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Prints nanoseconds per row of expressions over pages of 4,096 rows, the best of several runs; run its {@code main}. With an
 * argument it prints the generated text instead.
 */
public final class ExpressionBenchmark {

    private static final int ROWS = 4_096;
    private static final Type DECIMAL = Type.decimal(12, 3);
    private static final List<Type> TYPES = List.of(
            Type.BIGINT, Type.BIGINT, Type.DOUBLE, DECIMAL, Type.VARCHAR, Type.VARCHAR, Type.TIMESTAMP, Type.VARCHAR);
    private static final String[] CHANNELS = {"Google", "Facebook", "Baidu", "Apple", "channel-1234"};

    private record Case(String name, double hand, boolean nulls, Expression expression) {}

    private ExpressionBenchmark() {}

    public static void main(String[] arguments) {
        for (Case one : cases()) {
            if (arguments.length == 0 || one.name.contains(arguments[0])) {
                run(one, arguments.length > 0);
            }
        }
    }

    private static List<Case> cases() {
        Expression auction = column(0, Type.BIGINT);
        Expression bidder = column(1, Type.BIGINT);
        Expression price = column(2, Type.DOUBLE);
        Expression amount = column(3, DECIMAL);
        Expression channel = column(4, Type.VARCHAR);
        Expression url = column(5, Type.VARCHAR);
        Expression time = column(6, Type.TIMESTAMP);
        Expression twice = call(MULTIPLY, Type.BIGINT, bidder, bigint(2));
        Expression both = call(
                OR,
                Type.BOOLEAN,
                call(
                        AND,
                        Type.BOOLEAN,
                        call(GREATER, Type.BOOLEAN, price, floating(100)),
                        call(LESS, Type.BOOLEAN, auction, bidder)),
                call(EQUAL, Type.BOOLEAN, bidder, bigint(7)));
        Expression choice = call(
                CASE,
                Type.VARCHAR,
                call(EQUAL, Type.BOOLEAN, channel, text("Google")),
                text("search"),
                call(EQUAL, Type.BOOLEAN, channel, text("Facebook")),
                text("social"),
                text("other"));
        Expression arithmetic = call(ADD, Type.BIGINT, auction, twice);
        List<Case> cases = new ArrayList<>();
        for (boolean nulls : new boolean[] {false, true}) {
            cases.add(
                    new Case("DOUBLE price * 0.908", 0.32, nulls, call(MULTIPLY, Type.DOUBLE, price, floating(0.908))));
            cases.add(new Case(
                    "DECIMAL price * 0.908",
                    8.4,
                    nulls,
                    call(MULTIPLY, Type.decimal(15, 6), amount, decimal("0.908"))));
            cases.add(new Case(
                    "BIGINT * 0.908",
                    8.4,
                    nulls,
                    call(
                            MULTIPLY,
                            Type.decimal(22, 3),
                            call(CAST, Type.decimal(19, 0), auction),
                            Rows.literal(new BigDecimal("0.908"), Type.decimal(19, 3)))));
            cases.add(new Case("CAST(… AS DECIMAL(23, 3))", 8.6, nulls, call(CAST, Type.decimal(23, 3), amount)));
            cases.add(new Case("DECIMAL price > 100", 3.4, nulls, call(GREATER, Type.BOOLEAN, amount, decimal("100"))));
            cases.add(new Case("channel = 'Google'", 4.4, nulls, call(EQUAL, Type.BOOLEAN, channel, text("Google"))));
            cases.add(new Case("CASE on string", 10.4, nulls, choice));
            cases.add(new Case("SUBSTRING", 22, nulls, call(SUBSTRING, Type.VARCHAR, url, integer(9), integer(10))));
            cases.add(new Case("UPPER", 27, nulls, call(UPPER, Type.VARCHAR, channel)));
            cases.add(new Case("SPLIT_PART", 30, nulls, call(SPLIT_PART, Type.VARCHAR, url, text("/"), integer(4))));
            cases.add(new Case("LIKE '%item%'", 12, nulls, call(LIKE, Type.BOOLEAN, url, text("%item%"))));
            cases.add(new Case("EXTRACT HOUR", 1.2, nulls, call(EXTRACT_HOUR, Type.BIGINT, time)));
            cases.add(new Case("EXTRACT YEAR", 7, nulls, call(EXTRACT_YEAR, Type.BIGINT, time)));
            cases.add(new Case("FLOOR(ts TO HOUR)", 1.1, nulls, call(FLOOR_HOUR, Type.TIMESTAMP, time)));
            cases.add(new Case("auction + bidder * 2", 0.78, nulls, arithmetic));
            cases.add(new Case(
                    "MOD(auction, 10) = 0",
                    2.3,
                    nulls,
                    call(EQUAL, Type.BOOLEAN, call(MODULO, Type.BIGINT, auction, bigint(10)), bigint(0))));
            cases.add(new Case("CAST(DOUBLE AS BIGINT)", 0.48, nulls, call(CAST, Type.BIGINT, price)));
            cases.add(new Case("AND/OR", 12, nulls, both));
            cases.add(new Case("filter: AND/OR", 12, nulls, call(IS_TRUE, Type.BOOLEAN, both)));
            cases.add(new Case(
                    "filter: MOD(auction, 123) = 0",
                    2.3,
                    nulls,
                    call(EQUAL, Type.BOOLEAN, call(MODULO, Type.BIGINT, auction, bigint(123)), bigint(0))));
            cases.add(new Case("CAST(text AS BIGINT)", 0, nulls, call(CAST, Type.BIGINT, column(7, Type.VARCHAR))));
            cases.add(new Case("CAST(BIGINT AS text)", 0, nulls, call(CAST, Type.VARCHAR, auction)));
            cases.add(new Case(
                    "REGEXP_EXTRACT",
                    0,
                    nulls,
                    call(REGEXP_EXTRACT, Type.VARCHAR, url, text("item(\\d+)"), integer(1))));
        }
        return cases;
    }

    private static Page page(boolean nulls) {
        Random random = new Random(42);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Object[] row = {
                (long) random.nextInt(100_000),
                (long) random.nextInt(100_000),
                random.nextInt(20_000) / 100.0,
                BigDecimal.valueOf(random.nextInt(200_000), 3),
                CHANNELS[random.nextInt(CHANNELS.length)],
                "https://www.nexmark.com/" + Long.toString(random.nextLong(), 36) + "/item" + i + ".htm?query=1",
                1_700_000_000_000L + random.nextInt(1_000_000_000),
                String.valueOf(random.nextInt(1_000_000))
            };
            for (int column = 0; nulls && column < row.length; column++) {
                row[column] = random.nextInt(10) == 0 ? null : row[column];
            }
            rows.add(row);
        }
        return Rows.page(Evaluator.rowType(TYPES), rows);
    }

    private static void run(Case one, boolean text) {
        RowType rowType = Evaluator.rowType(TYPES);
        DStream step = one.name.startsWith("filter")
                ? Evaluator.filter(rowType, one.expression)
                : Evaluator.project(rowType, one.expression);
        List<DStream> chain = one.name.startsWith("filter")
                ? List.of(step, Evaluator.project(rowType, column(0, Type.BIGINT)))
                : List.of(step);
        CompiledChain compiled = Evaluator.compiler().compile(chain, rowType);
        if (text) {
            System.out.println(compiled.text());
        }
        PageFunction function = compiled.newInstance();
        Page page = page(one.nulls);
        Recorder recorder = new Recorder();
        long checksum = 0;
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 30; round++) {
            int pages = 150;
            long start = System.nanoTime();
            for (int i = 0; i < pages; i++) {
                checksum += function.apply(page, recorder).size();
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) pages / ROWS);
        }
        System.out.printf(
                "%-30s %-8s %7.2f ns/row  (hand %.2f)%s%n",
                one.name, one.nulls ? "nulls" : "", best, one.hand, checksum == 0 ? " nothing" : "");
    }
}
