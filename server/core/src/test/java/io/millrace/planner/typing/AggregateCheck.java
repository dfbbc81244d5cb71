package io.millrace.planner.typing;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.typing.Answer.Failed;
import io.millrace.planner.typing.Running.Change;
import io.millrace.planner.typing.Template.Claim;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Runs an aggregate while rows come and go: after each batch its values are of their type, not null where that is excluded, and the
 * same as over the rows that are left; numbers are those of exact arithmetic.
 */
final class AggregateCheck {

    private static final String OVER_NOTHING = "WHERE FALSE";

    private static final int BATCHES = 4;

    private final List<String> forms;
    private final int rounds;
    private final long seed;
    private final ClassCompiler compiler = new ClassCompiler(AggregateCheck.class.getClassLoader());
    private final Findings findings = new Findings();
    private int compared;

    private boolean accepted;
    private boolean declaredNullable;
    private boolean wasNull;

    /** @param forms queries with {@code #} for the aggregate; the claims of templates are about the first */
    AggregateCheck(List<String> forms, int rounds, long seed) {
        this.forms = forms;
        this.rounds = rounds;
        this.seed = seed;
    }

    Findings findings() {
        return findings;
    }

    int compared() {
        return compared;
    }

    void check(Template template) {
        Random random = new Random(seed + template.sql().hashCode());
        accepted = false;
        declaredNullable = false;
        wasNull = false;
        List<List<Type>> choices = new Choices(random).of(template.sql(), rounds);
        for (int i = 0; i < choices.size(); i++) {
            boolean nullable = i > 0 && random.nextInt(3) == 0; // claims are about arguments that are not null
            check(template, choices.get(i), nullable, random);
        }
        conclude(template);
    }

    private void conclude(Template template) {
        Claim claim = template.claim();
        if (accepted == (claim == Claim.REFUSED)) {
            findings.add(accepted ? "accepted" : "never accepted", template.sql());
        }
        if (accepted && declaredNullable != (claim == Claim.NULL || claim == Claim.WIDE)) {
            findings.add(declaredNullable ? "declared nullable" : "declared NOT NULL", template.sql());
        }
        if (claim == Claim.NULL && !wasNull) {
            findings.add("never null", template.sql());
        }
    }

    private void check(Template template, List<Type> types, boolean nullable, Random random) {
        List<Field> fields = new ArrayList<>(List.of(
                new Field("g", Type.INTEGER, false),
                new Field("k", Type.INTEGER, false),
                new Field("b", Type.BOOLEAN, true)));
        List<Argument> arguments = new ArrayList<>();
        List<String> holes = Question.holes(template.sql());
        for (int i = 0; i < holes.size(); i++) {
            fields.add(new Field("c" + i, types.get(i), nullable));
            arguments.add(new Argument(holes.get(i), types.get(i), nullable, null, false));
        }
        RowType input = new RowType(fields);
        String call = new Question(template.sql(), arguments).sql(0);
        List<List<Change>> batches = new Changes(holes, input, random).batches(BATCHES);
        for (int form = 0; form < forms.size(); form++) {
            String sql = forms.get(form).replace("#", call);
            try {
                run(template, sql, input, batches, form == 0 && !nullable);
            } catch (RuntimeException | AssertionError failure) {
                failed(template, sql, input, failure);
            }
        }
    }

    private void failed(Template template, String sql, RowType input, Throwable failure) {
        Failed failed = failure instanceof RuntimeException known ? Failed.of(known) : Failed.broken(failure);
        if (failed.broken()) {
            findings.add("broken " + template.sql(), sql + " of " + input + "\n    " + failed);
        } else if (failed.refused() && !failed.positioned()) {
            findings.add("refused without a position " + template.sql(), sql + " of " + input + "\n    " + failed);
        }
    }

    private void run(Template template, String sql, RowType input, List<List<Change>> batches, boolean claimed) {
        PlannedQuery planned = Running.plan(sql, input);
        Field result = planned.rowType().field(planned.rowType().size() - 1);
        accepted |= !sql.endsWith(OVER_NOTHING); // where every column is constant
        declaredNullable |= claimed && result.nullable();
        List<Change> all = new ArrayList<>();
        try (Running running = Running.start(planned, input, compiler)) {
            for (List<Change> batch : batches) {
                all.addAll(batch);
                String what = sql + " of " + input + " after " + all;
                Optional<ErrorCode> error = failure(running, batch);
                try (Running once = Running.start(planned, input, compiler)) {
                    Optional<ErrorCode> errorAtOnce = failure(once, Changes.net(all));
                    compared++;
                    if (!error.equals(errorAtOnce)) {
                        findings.add(
                                "fails differently " + template.sql(),
                                what + "\n    " + error + ", at once " + errorAtOnce);
                    } else if (error.isEmpty() && !running.text().equals(once.text())) {
                        findings.add(
                                "differs from once " + template.sql(),
                                what + "\n    " + running.text() + "\n    at once " + once.text());
                    }
                }
                if (error.isPresent()) {
                    return;
                }
                running.content()
                        .keySet()
                        .forEach(row -> fits(template, Rows.boxed(row.get(row.size() - 1)), result, claimed, what));
                ExactAggregates.expected(template.sql(), input, result.type(), Changes.net(all))
                        .filter(expected -> !sql.contains("FILTER") && !sql.contains("OVER") && !sql.contains("ROLLUP"))
                        .ifPresent(expected -> exact(template, expected, sql, running, what));
            }
        }
    }

    private static Optional<ErrorCode> failure(Running running, List<Change> changes) {
        try {
            running.batch(changes);
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(e.code());
        }
    }

    private void fits(Template template, Object value, Field result, boolean claimed, String what) {
        if (value != null) {
            Fit.problem(value, result.type())
                    .ifPresent(problem -> findings.add("does not fit " + template.sql(), what + "\n    " + problem));
            return;
        }
        wasNull |= claimed;
        if (!result.nullable()) {
            findings.add("null although NOT NULL " + template.sql(), what);
        }
    }

    /** @param expected the value of each group, and of all rows under the key null */
    private void exact(Template template, Map<Object, String> expected, String sql, Running running, String what) {
        boolean grouped = sql.contains("GROUP BY");
        running.content().keySet().forEach(row -> {
            Object group = grouped ? row.get(0) : null;
            Type type = running.rowType().type(row.size() - 1);
            String actual = Value.text(Rows.boxed(row.get(row.size() - 1)), type);
            if (!actual.equals(expected.get(group)) && !sql.contains("WHERE FALSE")) {
                findings.add(
                        "inexact " + template.sql(),
                        what + "\n    " + actual + " for " + group + ", exact " + expected);
            }
        });
    }
}
