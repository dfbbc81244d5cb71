package io.millrace.planner.match;

import io.millrace.dstream.pattern.RowPattern;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** The PATTERN and SUBSET clauses: which variables there are. */
final class PatternAnalysis {

    /** As many as there are bits in what is kept per row. */
    private static final int MOST_VARIABLES = 64;

    private static final int MOST_PERMUTED = 5;
    private static final int MOST_PLACES = 2_000;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final Map<String, List<Integer>> subsets = new LinkedHashMap<>();
    private final RowPattern pattern;

    PatternAnalysis(SqlMatchRecognize match) {
        for (SqlLiteral anchor : List.of(match.getStrictStart(), match.getStrictEnd())) {
            if (anchor.booleanValue()) {
                throw ValidationFailure.notSupported(
                        anchor,
                        "the anchors ^ and $ in PATTERN are not supported, because the rows of a stream have no end;"
                                + " leave them out");
            }
        }
        pattern = convert(match.getPattern());
        checkSize(match.getPattern());
        for (SqlNode subset : match.getSubsetList()) {
            addSubset((SqlCall) subset);
        }
    }

    List<String> names() {
        return names;
    }

    RowPattern pattern() {
        return pattern;
    }

    /** The variable of that name, or those of the SUBSET. */
    Optional<List<Integer>> variables(String name) {
        Integer number = numbers.get(key(name));
        return number != null ? Optional.of(List.of(number)) : Optional.ofNullable(subsets.get(key(name)));
    }

    boolean isSubset(String name) {
        return subsets.containsKey(key(name));
    }

    List<Integer> require(SqlIdentifier variable) {
        String name = variable.names.get(0);
        return variables(name).orElseThrow(() -> unknown(variable, name));
    }

    MillraceException unknown(SqlNode at, String name) {
        List<String> known = new ArrayList<>(names);
        known.addAll(subsets.keySet());
        return ValidationFailure.at(
                at,
                "\"" + name + "\" is not a variable of PATTERN"
                        + Names.nearest(name, known)
                                .filter(nearest -> nearest.length() > 2)
                                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                .orElse("; it has " + String.join(", ", known)));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private void addSubset(SqlCall subset) {
        SqlIdentifier name = subset.operand(0);
        if (variables(name.getSimple()).isPresent()) {
            throw ValidationFailure.at(
                    name, "\"" + name.getSimple() + "\" is already a variable; name the SUBSET otherwise");
        }
        List<Integer> variables = new ArrayList<>();
        for (SqlNode part : (SqlNodeList) subset.operand(1)) {
            if (!(part instanceof SqlIdentifier variable) || !numbers.containsKey(key(variable.names.get(0)))) {
                throw unknown(part, part.toString());
            }
            variables.add(numbers.get(key(variable.names.get(0))));
        }
        subsets.put(
                key(name.getSimple()), variables.stream().distinct().sorted().toList());
    }

    private RowPattern convert(SqlNode node) {
        if (node instanceof SqlIdentifier variable) {
            return new RowPattern.Variable(number(variable));
        }
        SqlCall call = (SqlCall) node;
        return switch (call.getKind()) {
            case PATTERN_CONCAT -> new RowPattern.Concatenation(parts(call, SqlKind.PATTERN_CONCAT));
            case PATTERN_ALTER -> new RowPattern.Alternation(parts(call, SqlKind.PATTERN_ALTER));
            case PATTERN_PERMUTE -> permutation(call);
            case PATTERN_EXCLUDED -> new RowPattern.Exclusion(convert(call.operand(0)));
            case PATTERN_QUANTIFIER -> quantified(call);
            default -> throw ValidationFailure.notSupported(node, "this PATTERN is not supported");
        };
    }

    private int number(SqlIdentifier variable) {
        Integer known = numbers.get(key(variable.getSimple()));
        if (known != null) {
            return known;
        }
        if (names.size() == MOST_VARIABLES) {
            throw ValidationFailure.at(
                    ErrorCode.LIMIT_EXCEEDED, variable, "PATTERN can have " + MOST_VARIABLES + " variables at most");
        }
        numbers.put(key(variable.getSimple()), names.size());
        names.add(variable.getSimple());
        return names.size() - 1;
    }

    /** The parts of nested calls of one kind; the grammar nests them to the left. */
    private List<RowPattern> parts(SqlCall call, SqlKind kind) {
        List<RowPattern> parts = new ArrayList<>();
        if (call.operand(0) instanceof SqlCall left && left.getKind() == kind) {
            parts.addAll(parts(left, kind));
        } else {
            parts.add(convert(call.operand(0)));
        }
        parts.add(convert(call.operand(1)));
        return parts;
    }

    private RowPattern permutation(SqlCall call) {
        if (call.operandCount() > MOST_PERMUTED) {
            throw ValidationFailure.at(
                    ErrorCode.LIMIT_EXCEEDED, call, "PERMUTE can have " + MOST_PERMUTED + " parts at most");
        }
        return new RowPattern.Permutation(
                call.getOperandList().stream().map(this::convert).toList());
    }

    private RowPattern quantified(SqlCall call) {
        RowPattern part = convert(call.operand(0));
        long least = Math.max(0, ((SqlLiteral) call.operand(1)).longValue(true));
        long most = ((SqlLiteral) call.operand(2)).longValue(true);
        boolean reluctant = ((SqlLiteral) call.operand(3)).booleanValue();
        if (most == 0 || (most > 0 && most < least)) {
            throw ValidationFailure.at(
                    call, "the upper bound of a quantifier must be positive and not less than the lower one");
        }
        if (Math.max(least, most) > MOST_PLACES) {
            throw tooLarge(call);
        }
        return new RowPattern.Quantified(
                part, (int) least, most < 0 ? RowPattern.Quantified.UNBOUNDED : (int) most, reluctant);
    }

    private void checkSize(SqlNode at) {
        if (pattern.accept(new Places()) > MOST_PLACES) {
            throw tooLarge(at);
        }
    }

    private static MillraceException tooLarge(SqlNode at) {
        return ValidationFailure.at(
                ErrorCode.LIMIT_EXCEEDED,
                at,
                "PATTERN is too large: with its repetitions written out it can have " + MOST_PLACES
                        + " variables at most; use + or *, and count in DEFINE, as in COUNT(A.*) <= 5000");
    }

    /** Counts the variables of a pattern whose repetitions are written out. */
    private static final class Places implements RowPattern.Visitor<Long> {

        private long sum(List<RowPattern> parts) {
            return parts.stream().mapToLong(part -> part.accept(this)).sum();
        }

        @Override
        public Long visit(RowPattern.Variable variable) {
            return 1L;
        }

        @Override
        public Long visit(RowPattern.Concatenation concatenation) {
            return sum(concatenation.parts());
        }

        @Override
        public Long visit(RowPattern.Alternation alternation) {
            return sum(alternation.parts());
        }

        @Override
        public Long visit(RowPattern.Permutation permutation) {
            long orders = 1;
            for (int size = 2; size <= permutation.parts().size(); size++) {
                orders *= size;
            }
            return orders * sum(permutation.parts());
        }

        @Override
        public Long visit(RowPattern.Quantified quantified) {
            boolean unbounded = quantified.most() == RowPattern.Quantified.UNBOUNDED;
            long times = unbounded ? quantified.least() + 1L : quantified.most();
            return Math.min(Integer.MAX_VALUE, times * quantified.part().accept(this));
        }

        @Override
        public Long visit(RowPattern.Exclusion exclusion) {
            return exclusion.part().accept(this);
        }
    }
}
