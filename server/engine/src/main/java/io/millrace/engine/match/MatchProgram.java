package io.millrace.engine.match;

import io.millrace.dstream.pattern.RowPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A pattern as a program for a machine that backtracks: instructions that take a row, and choices with a preferred branch.
 *
 * <p>The translation is Thompson's as Cox describes it ("Regular Expression Matching: the Virtual Machine Approach", 2009); a
 * quantifier with bounds is unrolled. A loop whose body can be empty is left where an iteration took no row.
 */
public final class MatchProgram {

    /** What an instruction does. */
    static final int ROW = 0;

    static final int CHOICE = 1;
    static final int JUMP = 2;
    static final int ENTER_LOOP = 3;
    static final int ITERATE = 4;
    static final int MATCH = 5;

    private final int[] operations;
    private final int[] first;
    private final int[] second;
    private final boolean[] excluded;
    private final int loops;

    private MatchProgram(Writer writer) {
        int size = writer.code.size();
        operations = new int[size];
        first = new int[size];
        second = new int[size];
        excluded = new boolean[size];
        loops = writer.loops;
        for (int at = 0; at < size; at++) {
            Instruction instruction = writer.code.get(at);
            operations[at] = instruction.operation;
            first[at] = instruction.first;
            second[at] = instruction.second;
            excluded[at] = instruction.excluded;
        }
    }

    public static MatchProgram of(RowPattern pattern) {
        Writer writer = new Writer();
        pattern.accept(writer);
        writer.add(MATCH);
        return new MatchProgram(writer);
    }

    int size() {
        return operations.length;
    }

    int operation(int at) {
        return operations[at];
    }

    /** The variable of a ROW, the loop of ENTER_LOOP and ITERATE, the target of a JUMP, the preferred branch of a CHOICE. */
    int first(int at) {
        return first[at];
    }

    /** The other branch of a CHOICE. */
    int second(int at) {
        return second[at];
    }

    int loops() {
        return loops;
    }

    /** The variable that the ROW instruction at that place maps its row to. */
    public int variable(int at) {
        return first[at];
    }

    /** Whether the ROW instruction at that place belongs to an exclusion. */
    public boolean excluded(int at) {
        return excluded[at];
    }

    private static final class Instruction {
        private final int operation;
        private final boolean excluded;
        private int first;
        private int second;

        Instruction(int operation, boolean excluded) {
            this.operation = operation;
            this.excluded = excluded;
        }
    }

    /** Whether a pattern can match no row at all. */
    private static final class Emptiness implements RowPattern.Visitor<Boolean> {

        @Override
        public Boolean visit(RowPattern.Variable variable) {
            return false;
        }

        @Override
        public Boolean visit(RowPattern.Concatenation concatenation) {
            return concatenation.parts().stream().allMatch(part -> part.accept(this));
        }

        @Override
        public Boolean visit(RowPattern.Alternation alternation) {
            return alternation.parts().stream().anyMatch(part -> part.accept(this));
        }

        @Override
        public Boolean visit(RowPattern.Permutation permutation) {
            return permutation.parts().stream().allMatch(part -> part.accept(this));
        }

        @Override
        public Boolean visit(RowPattern.Quantified quantified) {
            return quantified.least() == 0 || quantified.part().accept(this);
        }

        @Override
        public Boolean visit(RowPattern.Exclusion exclusion) {
            return exclusion.part().accept(this);
        }
    }

    private static final class Writer implements RowPattern.Visitor<Void> {
        private final List<Instruction> code = new ArrayList<>();
        private int loops;
        private int exclusions;

        Instruction add(int operation) {
            Instruction instruction = new Instruction(operation, exclusions > 0);
            code.add(instruction);
            return instruction;
        }

        @Override
        public Void visit(RowPattern.Variable variable) {
            add(ROW).first = variable.variable();
            return null;
        }

        @Override
        public Void visit(RowPattern.Concatenation concatenation) {
            concatenation.parts().forEach(part -> part.accept(this));
            return null;
        }

        @Override
        public Void visit(RowPattern.Alternation alternation) {
            alternatives(alternation.parts());
            return null;
        }

        private void alternatives(List<RowPattern> parts) {
            List<Instruction> ends = new ArrayList<>();
            for (RowPattern part : parts.subList(0, parts.size() - 1)) {
                Instruction choice = add(CHOICE);
                choice.first = code.size();
                part.accept(this);
                ends.add(add(JUMP));
                choice.second = code.size();
            }
            parts.get(parts.size() - 1).accept(this);
            ends.forEach(end -> end.first = code.size());
        }

        @Override
        public Void visit(RowPattern.Permutation permutation) {
            List<List<Integer>> orders = new ArrayList<>();
            collectOrders(List.of(), permutation.parts().size(), orders);
            alternatives(orders.stream()
                    .<RowPattern>map(order -> new RowPattern.Concatenation(
                            order.stream().map(permutation.parts()::get).toList()))
                    .toList());
            return null;
        }

        private static void collectOrders(List<Integer> begun, int size, List<List<Integer>> orders) {
            if (begun.size() == size) {
                orders.add(begun);
            }
            for (int next = 0; next < size; next++) {
                if (!begun.contains(next)) {
                    List<Integer> longer = new ArrayList<>(begun);
                    longer.add(next);
                    collectOrders(longer, size, orders);
                }
            }
        }

        @Override
        public Void visit(RowPattern.Quantified quantified) {
            RowPattern part = quantified.part();
            if (quantified.most() != RowPattern.Quantified.UNBOUNDED) {
                Collections.nCopies(quantified.least(), part).forEach(copy -> copy.accept(this));
                optional(part, quantified.most() - quantified.least(), quantified.reluctant());
            } else if (part.accept(new Emptiness())) {
                Collections.nCopies(quantified.least(), part).forEach(copy -> copy.accept(this));
                loopOfPerhapsNothing(part, quantified.reluctant());
            } else if (quantified.least() == 0) {
                int begin = code.size();
                Instruction choice = add(CHOICE);
                part.accept(this);
                add(JUMP).first = begin;
                branches(choice, begin + 1, code.size(), quantified.reluctant());
            } else {
                Collections.nCopies(quantified.least() - 1, part).forEach(copy -> copy.accept(this));
                int begin = code.size();
                part.accept(this);
                branches(add(CHOICE), begin, code.size(), quantified.reluctant());
            }
            return null;
        }

        private static void branches(Instruction choice, int again, int leave, boolean reluctant) {
            choice.first = reluctant ? leave : again;
            choice.second = reluctant ? again : leave;
        }

        private void optional(RowPattern part, int times, boolean reluctant) {
            List<Instruction> choices = new ArrayList<>();
            List<Integer> bodies = new ArrayList<>();
            for (int time = 0; time < times; time++) {
                choices.add(add(CHOICE));
                bodies.add(code.size());
                part.accept(this);
            }
            for (int time = 0; time < times; time++) {
                branches(choices.get(time), bodies.get(time), code.size(), reluctant);
            }
        }

        private void loopOfPerhapsNothing(RowPattern part, boolean reluctant) {
            int loop = loops++;
            add(ENTER_LOOP).first = loop;
            int begin = code.size();
            add(ITERATE).first = loop;
            Instruction choice = add(CHOICE);
            int body = code.size();
            part.accept(this);
            add(JUMP).first = begin;
            branches(choice, body, code.size(), reluctant);
        }

        @Override
        public Void visit(RowPattern.Exclusion exclusion) {
            exclusions++;
            exclusion.part().accept(this);
            exclusions--;
            return null;
        }
    }
}
