package io.millrace.engine.state.cell;

/** A single number that lasts from batch to batch: a flag, a bound, a count. */
public final class StateNumber implements StateContainer {

    private record Cut(int number, long value) implements StateCut {
        @Override
        public void write(StateWriter writer, int since) {
            writer.begin();
            writer.writeLong(value);
            writer.end();
        }

        @Override
        public int changedBlocks(int since) {
            return 1;
        }
    }

    private long value;
    private long committed;
    private int cuts;

    public StateNumber(long first) {
        value = first;
        committed = first;
    }

    public long get() {
        return value;
    }

    public void set(long newValue) {
        value = newValue;
    }

    @Override
    public void commit() {
        committed = value;
    }

    @Override
    public void abort() {
        value = committed;
    }

    @Override
    public StateCut cut() {
        return new Cut(++cuts, committed);
    }

    @Override
    public void read(StateReader reader) {
        reader.begin();
        value = reader.readLong();
        reader.end();
        committed = value;
    }

    @Override
    public long bytes() {
        return 2L * Long.BYTES;
    }
}
