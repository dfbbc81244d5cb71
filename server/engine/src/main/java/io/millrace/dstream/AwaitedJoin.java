package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Pairs each left row with the answer to its key, which somebody outside is asked for: a left row is kept until the answer comes in a
 * batch after its own, then it goes out with it, once. Output rows are the left columns, then those of the answer.
 *
 * <p>Answers are rows like others, and written down like others; which left row meets which answer follows from the rows of the batches
 * alone. Of several answers to a key in one batch the one with the least number counts. An answer that nobody waits for is dropped.
 *
 * <p>The left input must only grow. A left row with a NULL in its key goes out at once, with an answer of nulls that says that nothing was
 * found.
 *
 * @param table who is asked
 * @param waits whether answers come later; else they are waited for within the batch, and the input of answers has no rows
 * @param found index, among the columns of an answer, of the one that says whether anything was found
 * @param number index of the one with its number
 */
public record AwaitedJoin(
        String table,
        boolean waits,
        DStream left,
        DStream answers,
        List<Integer> leftKeys,
        List<Integer> answerKeys,
        int found,
        int number,
        RowType rowType)
        implements DStream {

    public AwaitedJoin {
        leftKeys = List.copyOf(leftKeys);
        answerKeys = List.copyOf(answerKeys);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(left, answers);
    }

    @Override
    public boolean appendOnly() {
        return left.appendOnly();
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
