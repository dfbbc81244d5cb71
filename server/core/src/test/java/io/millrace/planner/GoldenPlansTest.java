package io.millrace.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.codec.graph.QueryCodec;
import io.millrace.dstream.query.Query;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenPlansTest {

    private static final Planner PLANNER = new Planner();
    private static final Catalog CATALOG = NexmarkCatalog.create();

    @TestFactory
    Stream<DynamicTest> queriesBecomeGraphs() {
        return GoldenFile.tests("queries.txt", GoldenPlansTest::plan);
    }

    @TestFactory
    Stream<DynamicTest> nexmarkBecomesGraphs() {
        return GoldenFile.tests("nexmark.txt", GoldenPlansTest::plan);
    }

    @TestFactory
    Stream<DynamicTest> expressionsAreTranslated() {
        return GoldenFile.tests("expressions.txt", GoldenPlansTest::plan);
    }

    @TestFactory
    Stream<DynamicTest> errorsPointAtTheText() {
        return GoldenFile.tests("errors.txt", GoldenPlansTest::plan);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queries.txt", "nexmark.txt", "expressions.txt"})
    void graphsComeBackFromBytes(String file) {
        GoldenFile.questions(file).forEach((title, question) -> {
            Optional<PlannedQuery> planned = planned(question);
            planned.ifPresent(one -> {
                Query query = new Query(title, Query.Output.VIEW, one.root(), one.key());
                assertThat(QueryCodec.read(QueryCodec.write(query))).as(title).isEqualTo(query);
                assertThat(PlannedQueryCodec.read(PlannedQueryCodec.write(one)))
                        .as(title)
                        .isEqualTo(one);
            });
        });
    }

    private static Optional<PlannedQuery> planned(String question) {
        try {
            return Optional.of(planQuestion(question));
        } catch (MillraceException e) {
            return Optional.empty();
        }
    }

    /** The first line of the question is the mode, the rest is the query. */
    static PlannedQuery planQuestion(String question) {
        int line = question.indexOf('\n');
        QueryStatement query = (QueryStatement)
                SqlParsing.parseStatement(question.substring(line + 1)).statement();
        return PLANNER.plan(query, CATALOG, PlanMode.valueOf(question.substring(0, line)));
    }

    private static String plan(String question) {
        try {
            return describe(planQuestion(question));
        } catch (MillraceException e) {
            String sql = question.substring(question.indexOf('\n') + 1);
            return caret(sql, e.position()) + e.code() + ": " + e.getMessage();
        }
    }

    private static String describe(PlannedQuery planned) {
        StringBuilder text = new StringBuilder(GraphPrinter.print(planned.root()));
        text.append("columns ").append(planned.rowType());
        planned.key()
                .ifPresent(key -> text.append("\nkey ")
                        .append(key.stream()
                                .map(column -> planned.rowType().field(column).name())
                                .toList()));
        if (!planned.order().isEmpty()) {
            text.append("\norder ").append(planned.order());
        }
        if (planned.offset() > 0 || planned.limit().isPresent()) {
            text.append("\nlimit ").append(planned.limit()).append(" offset ").append(planned.offset());
        }
        planned.warnings().forEach(warning -> text.append("\nwarning ").append(warning));
        return text.toString();
    }

    /** The line at fault with a caret below the place. */
    private static String caret(String sql, Optional<Position> position) {
        if (position.isEmpty()) {
            return "nowhere\n";
        }
        List<String> lines = sql.lines().toList();
        return lines.get(position.get().line() - 1) + "\n"
                + " ".repeat(position.get().column() - 1) + "^\n";
    }
}
