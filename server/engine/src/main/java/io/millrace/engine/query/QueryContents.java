package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.engine.run.DeployedQuery;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a checkpoint has of a query: its state, its rows, and what it has yet to give to the batches.
 *
 * @param name under which it is kept
 */
record QueryContents(String name, RowType rowType, DeployedQuery deployed, QueryTime time, Carried carried) {

    /** What was kept; the rest is where it belongs. */
    record Restored(QueryStand stand, QueryTarget target) {}

    CheckpointCut cut(QueryStand stand, QueryTarget target, long batch) {
        Consumer<Encoder> reached = time.cut();
        boolean givenUp = target instanceof QueryTarget.GivenUp;
        CheckpointCut state = stand.failure().isPresent() ? CheckpointCut.NOTHING : deployed.cut(part("state"));
        CheckpointCut rows = target.cut(part("rows"), batch);
        List<Content> contents = new ArrayList<>(state.contents());
        contents.addAll(rows.contents());
        contents.add(carried.cut(part("carried")));
        return new CheckpointCut(
                out -> {
                    stand.put(out);
                    reached.accept(out);
                    out.putBoolean(givenUp);
                    rows.facts().accept(out);
                    state.facts().accept(out);
                },
                contents);
    }

    private String part(String what) {
        return "query/" + name + "/" + what;
    }

    /** Puts back what {@link #cut} has written. */
    Restored restore(Decoder in, StoredContents contents, QueryTarget target, long batch) throws IOException {
        QueryStand stand = QueryStand.take(in);
        Optional<MillraceException> failure = stand.failure();
        time.restore(in);
        QueryTarget restored = target;
        if (in.takeBoolean()) {
            restored = new QueryTarget.GivenUp(
                    name, failure.map(MillraceException::userMessage).orElse(""));
        } else {
            target.restore(in, contents, part("rows"), rowType, batch);
        }
        if (failure.isPresent()) {
            deployed.close();
        } else {
            deployed.restore(in, contents, part("state"));
        }
        carried.restore(contents.chain(part("carried")), rowType);
        return new Restored(stand, restored);
    }
}
