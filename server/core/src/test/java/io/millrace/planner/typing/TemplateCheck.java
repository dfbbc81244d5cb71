package io.millrace.planner.typing;

import io.millrace.planner.typing.Answer.Failed;
import io.millrace.planner.typing.Answer.Given;
import io.millrace.planner.typing.Template.Claim;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Asks a template with many arguments, as columns and as constants, and compares what it says with what it claims. */
final class TemplateCheck {

    private static final int FEW_CHOICES = 2;

    private final int cases;
    private final boolean quick;
    private final int rows;
    private final long seed;
    private final Asking asking = new Asking();
    private final Findings findings = new Findings();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private int asked;
    private int failed;

    private boolean accepted;
    private boolean valued;
    private boolean declaredNullable;
    private boolean wasNull;

    /** @param cases rounds through all types, or 0 for a few of them */
    TemplateCheck(int cases, long seed) {
        this.cases = Math.max(1, cases);
        this.quick = cases == 0;
        this.rows = quick ? 2 : 6;
        this.seed = seed;
    }

    List<String> findings() {
        return findings.all();
    }

    String summary() {
        return asked + " calls, " + failed + " errors, " + findings.all().size() + " findings, refused: " + kinds;
    }

    void check(Template template) {
        Random random = new Random(seed + template.sql().hashCode());
        accepted = false;
        valued = false;
        declaredNullable = false;
        wasNull = false;
        List<List<Type>> choices = new ArrayList<>(new Choices(random).of(template.sql(), cases));
        Collections.shuffle(choices, random);
        for (int i = 0; i < choices.size() && !(quick && i >= FEW_CHOICES && accepted); i++) {
            compare(template, rows(template, choices.get(i), random), random);
        }
        conclude(template);
    }

    /** Rows without NULL over NOT NULL columns, then rows with NULL in each column. */
    private List<Question> rows(Template template, List<Type> types, Random random) {
        List<String> holes = Question.holes(template.sql());
        Samples samples = new Samples(random);
        List<Question> questions = new ArrayList<>();
        int withNulls = Math.min(quick ? 1 : 3, holes.size());
        int count = holes.isEmpty() ? 1 : rows + withNulls;
        for (int row = 0; row < count; row++) {
            boolean nullable = row >= rows;
            int nulls = nullable ? (row - rows + random.nextInt(holes.size())) % holes.size() : -1;
            List<Argument> arguments = new ArrayList<>();
            for (int i = 0; i < holes.size(); i++) {
                Type type = types.get(i);
                Value value = i == nulls ? Samples.nullOf(type) : samples.value(holes.get(i), type);
                arguments.add(new Argument(holes.get(i), type, nullable, value, false));
            }
            questions.add(new Question(template.sql(), arguments));
        }
        return questions;
    }

    private void compare(Template template, List<Question> columns, Random random) {
        List<Question> constants = columns.stream()
                .map(question -> constant(question, random, 100))
                .toList();
        List<Question> mixed =
                columns.stream().map(question -> constant(question, random, 50)).toList();
        int withNulls = Math.min(rows, columns.size());
        List<Answer> byColumn = new ArrayList<>(asking.askRows(columns.subList(0, withNulls)));
        if (withNulls < columns.size()) {
            byColumn.addAll(asking.askRows(columns.subList(withNulls, columns.size())));
        }
        List<Answer> byConstant = asking.ask(constants);
        List<Answer> byBoth = asking.ask(mixed);
        for (int i = 0; i < columns.size(); i++) {
            single(template, columns.get(i), byColumn.get(i));
            single(template, constants.get(i), byConstant.get(i));
            single(template, mixed.get(i), byBoth.get(i));
            same(template, constants.get(i), byConstant.get(i), byColumn.get(i));
            same(template, mixed.get(i), byBoth.get(i), byColumn.get(i));
        }
    }

    private static Question constant(Question question, Random random, int percent) {
        return new Question(
                question.template(),
                question.arguments().stream()
                        .map(argument -> random.nextInt(100) < percent ? argument.asConstant() : argument)
                        .toList());
    }

    private void single(Template template, Question question, Answer answer) {
        asked++;
        if (answer instanceof Failed failure) {
            failed++;
            accepted |= !failure.planned();
            if (failure.broken()) {
                findings.add("broken " + template.sql(), question + "\n    " + failure);
            } else if (failure.refused()) {
                kinds.merge(template.operator(), 1, Integer::sum);
                if (!failure.positioned()) {
                    findings.add("refused without a position " + template.sql(), question + "\n    " + failure);
                }
            }
            return;
        }
        Given given = (Given) answer;
        boolean anyNull = question.arguments().stream().anyMatch(Argument::nullable);
        accepted |= !anyNull;
        valued |= !anyNull;
        if (given.boxed() == null) {
            if (!given.nullable()) {
                findings.add("null although NOT NULL " + template.sql(), question + "\n    " + given);
            }
            wasNull |= !anyNull;
        } else {
            Fit.problem(given.boxed(), given.type())
                    .ifPresent(
                            problem -> findings.add("does not fit " + template.sql(), question + "\n    " + problem));
        }
        declaredNullable |= given.nullable() && !anyNull;
    }

    private void same(Template template, Question question, Answer answer, Answer byColumn) {
        // constant patterns are read before it is seen that the text is NULL, and constants NULL before errors
        boolean early =
                isNull(byColumn) && answer instanceof Failed failure && failure.code() == ErrorCode.INVALID_ARGUMENT
                        || isNull(answer) && byColumn instanceof Failed;
        if (template.operator().startsWith("RAND") || early || isRefused(byColumn)) {
            return;
        }
        boolean same = byColumn instanceof Given other
                ? answer instanceof Given one && isSame(one, other)
                : answer instanceof Failed failure && failure.code() == ((Failed) byColumn).code();
        if (!same) {
            findings.add(
                    "constants differ " + template.sql(), question + "\n    " + answer + "\n    columns: " + byColumn);
        }
    }

    private static boolean isNull(Answer answer) {
        return answer instanceof Given given && given.boxed() == null;
    }

    private static boolean isSame(Given one, Given other) {
        return sql(one.type()).equals(sql(other.type()))
                && Value.text(one.boxed(), one.type()).equals(Value.text(other.boxed(), other.type()));
    }

    /** The type without what in its parts cannot be null: columns can be. */
    private static String sql(Type type) {
        return type instanceof ScalarType ? type.sql() : type.sql().replace(" NOT NULL", "");
    }

    private static boolean isRefused(Answer answer) {
        return answer instanceof Failed failure
                && (failure.code() == ErrorCode.NOT_SUPPORTED || failure.code() == ErrorCode.TYPE_MISMATCH);
    }

    private void conclude(Template template) {
        Claim claim = template.claim();
        if (accepted == (claim == Claim.REFUSED)) {
            findings.add(accepted ? "accepted" : "never accepted", template.sql());
        }
        if (valued && declaredNullable != (claim == Claim.NULL || claim == Claim.WIDE)) {
            findings.add(declaredNullable ? "declared nullable" : "declared NOT NULL", template.sql());
        }
        if (claim == Claim.NULL && !wasNull && !quick) {
            findings.add("never null", template.sql());
        }
    }
}
