package io.millrace.engine.state;

import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateWriter;

/** A cut of a {@link ColumnStore}. */
record ColumnCut(StateCut values, StateCut nulls) implements StateCut {

    @Override
    public int number() {
        return values.number();
    }

    @Override
    public void write(StateWriter writer, int since) {
        values.write(writer, since);
        writer.enter("nulls");
        nulls.write(writer, since);
        writer.leave();
    }

    @Override
    public int changedBlocks(int since) {
        return values.changedBlocks(since) + nulls.changedBlocks(since);
    }
}
