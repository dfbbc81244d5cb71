package io.millrace.planner.typing;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.endpoint.Pages;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.Planner;
import io.millrace.session.Cell;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Plans, compiles and computes expressions as a SELECT does, many at a time. */
final class Asking {

    static final long NOW = 1_700_000_000_123L;

    private final Planner planner = new Planner();
    private final ChainCompiler compiler = new ChainCompiler(new ClassCompiler(Asking.class.getClassLoader()));

    private final Map<Project, PageFunction> functions = new HashMap<>();

    /** The answers, in order. */
    List<Answer> ask(List<Question> questions) {
        functions.clear();
        List<Answer> answers = new ArrayList<>();
        ask(questions, answers);
        return answers;
    }

    /** The answers for several rows of the same columns. */
    List<Answer> askRows(List<Question> rows) {
        functions.clear();
        Row first = new Row();
        String expression = rows.get(0).sql(first.add(rows.get(0)));
        Answer[] answers = new Answer[rows.size()];
        try {
            DStream root = plan("SELECT other, " + expression + " FROM t", first.rowType());
            Project project = root instanceof Project computed ? computed : columns(root);
            compute(project, rows, answers);
        } catch (RuntimeException | AssertionError failure) {
            Answer failed =
                    failure instanceof RuntimeException known ? Answer.Failed.of(known) : Answer.Failed.broken(failure);
            Arrays.setAll(answers, i -> answers[i] == null ? failed : answers[i]);
        }
        return List.of(answers);
    }

    /** The declared type of an expression that can be planned. */
    Type type(Question question) {
        Row row = new Row();
        String expression = question.sql(row.add(question));
        return plan("SELECT " + expression + " FROM t", row.rowType()).rowType().type(0);
    }

    private void compute(Project project, List<Question> rows, Answer[] answers) {
        Field field = project.rowType().field(1);
        for (int i = 0; i < rows.size(); i++) {
            Row row = new Row();
            row.add(rows.get(i));
            int at = i;
            Page page =
                    function(project).apply(row.page(project.input()), new Rejecting(failed -> answers[at] = failed));
            if (answers[i] == null) {
                answers[i] =
                        new Answer.Given(field.type(), field.nullable(), Cell.get(page.column(1), field.type(), 0));
            }
        }
    }

    private void ask(List<Question> questions, List<Answer> answers) {
        Row row = new Row();
        String list = questions.stream()
                .map(question -> question.sql(row.add(question)))
                .collect(Collectors.joining(", "));
        try {
            DStream root = plan("SELECT " + list + " FROM t", row.rowType());
            computed(root, row, questions, answers);
        } catch (RuntimeException | AssertionError failure) {
            if (questions.size() == 1) {
                answers.add(
                        failure instanceof RuntimeException known
                                ? Answer.Failed.of(known)
                                : Answer.Failed.broken(failure));
            } else {
                ask(questions.subList(0, questions.size() / 2), answers);
                ask(questions.subList(questions.size() / 2, questions.size()), answers);
            }
        }
    }

    private DStream plan(String sql, RowType rowType) {
        Catalog catalog = Catalog.empty().with(new SystemRelation(RelationName.of("t"), rowType));
        QueryStatement query = (QueryStatement) SqlParsing.parseStatement(sql).statement();
        PlannedQuery planned = planner.plan(query, catalog, PlanMode.RESULT);
        return planned.root();
    }

    private void computed(DStream root, Row row, List<Question> questions, List<Answer> answers) {
        Project project = root instanceof Project computed ? computed : columns(root);
        Page input = row.page(project.input());
        List<Answer> all = new ArrayList<>(compute(project, input));
        if (all.isEmpty() && questions.size() == 1) {
            throw new IllegalStateException("neither a row nor an error");
        }
        if (all.isEmpty()) {
            all.addAll(halves(project, input));
        }
        answers.addAll(all);
    }

    private List<Answer> halves(Project project, Page input) {
        int size = project.expressions().size();
        List<Answer> all = new ArrayList<>();
        for (Project half : List.of(some(project, 0, size / 2), some(project, size / 2, size))) {
            List<Answer> answers = compute(half, input);
            all.addAll(answers.isEmpty() ? halves(half, input) : answers);
        }
        return all;
    }

    private static Project columns(DStream rows) {
        List<Expression> columns = new ArrayList<>();
        for (Field field : rows.rowType().fields()) {
            columns.add(new ColumnReference(columns.size(), field.type(), field.nullable()));
        }
        return new Project(rows, columns, rows.rowType());
    }

    private static Project some(Project project, int from, int to) {
        return new Project(
                project.input(),
                project.expressions().subList(from, to),
                new RowType(project.rowType().fields().subList(from, to)));
    }

    /** One answer per expression; nothing when there is an error and several expressions that can have it. */
    private List<Answer> compute(Project project, Page input) {
        List<Answer> rejected = new ArrayList<>();
        Page page = function(project).apply(input, new Rejecting(rejected::add));
        if (!rejected.isEmpty()) {
            return project.expressions().size() == 1 ? rejected : List.of();
        }
        return IntStream.range(0, project.expressions().size())
                .<Answer>mapToObj(i -> {
                    Field field = project.rowType().field(i);
                    return new Answer.Given(field.type(), field.nullable(), Cell.get(page.column(i), field.type(), 0));
                })
                .toList();
    }

    private PageFunction function(Project project) {
        return functions.computeIfAbsent(project, one -> {
            List<DStream> chain = new ArrayList<>(List.of(one));
            DStream below = one.input();
            while (below instanceof Project inner) {
                chain.add(0, inner);
                below = inner.input();
            }
            return compiler.compile(chain, below.rowType()).newInstance();
        });
    }

    private record Rejecting(Consumer<Answer> failures) implements Evaluation {

        @Override
        public long batchTimestamp() {
            return NOW;
        }

        @Override
        public void reject(Page rows, ErrorCode code, Optional<Position> place, String reason) {
            failures.accept(new Answer.Failed(code, reason, false, true));
        }
    }

    /** The row that all questions read, each its own columns. */
    private static final class Row {

        private final List<Argument> arguments = new ArrayList<>();

        int add(Question question) {
            int first = arguments.size();
            arguments.addAll(question.arguments());
            return first;
        }

        RowType rowType() {
            List<Field> fields = new ArrayList<>();
            for (Argument argument : arguments) {
                fields.add(new Field("c" + fields.size(), argument.type(), argument.nullable()));
            }
            fields.add(new Field("other", Type.INTEGER, false));
            return new RowType(fields);
        }

        /** The columns that a graph reads. */
        Page page(DStream graph) {
            DStream source = graph;
            while (!(source instanceof Source)) {
                source = source.inputs().get(0);
            }
            List<Column> columns = new ArrayList<>();
            for (Field field : source.rowType().fields()) {
                ColumnBuilder builder = ColumnBuilder.of(field.type());
                Pages.append(builder, field.type(), boxed(field.name()));
                columns.add(builder.build());
            }
            return Page.of(1, columns);
        }

        private Object boxed(String column) {
            return column.equals("other")
                    ? 7
                    : arguments
                            .get(Integer.parseInt(column.substring(1)))
                            .value()
                            .boxed();
        }
    }
}
