package io.millrace.engine.state;

import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.DecimalCells;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import java.math.BigDecimal;

/** A {@link ColumnStore} of decimals of more than 18 digits. */
public final class DecimalStore extends ColumnStore {

    private final DecimalCells values;

    DecimalStore(Versions versions) {
        super(versions);
        values = new DecimalCells(versions);
    }

    @Override
    DecimalCells values() {
        return values;
    }

    public BigDecimal value(int id) {
        return values.get(id);
    }

    /** The values by block, for generated code and loops. */
    public BigDecimal[][] blocks() {
        return values.blocks();
    }

    @Override
    void reserve(int ids) {
        values.reserve(ids);
    }

    @Override
    void setValue(int id, Column column, int row) {
        write(id, ((DecimalColumn) column).values()[row]);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, BigDecimal value) {
        values.set(id, value);
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int from, int to) {
        BigDecimal[] source = ((DecimalColumn) column).values();
        BigDecimal[][] target = values.writable();
        for (int i = from; i < to; i++) {
            int id = ids[i];
            BigDecimal[] block = target[id >>> Cells.SHIFT];
            block = block == null ? values.open(id) : block;
            block[id & Cells.MASK] = source[rows[i]];
        }
    }

    @Override
    public DecimalColumn gather(int[] ids, int count) {
        BigDecimal[] chosen = new BigDecimal[count];
        BigDecimal[][] blocks = values.blocks();
        for (int i = 0; i < count; i++) {
            chosen[i] = blocks[ids[i] >>> Cells.SHIFT][ids[i] & Cells.MASK];
        }
        return new DecimalColumn(count, chosen, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return value(id).compareTo(((DecimalColumn) column).values()[row]) == 0;
    }

    @Override
    public int compareValues(int left, int right) {
        return value(left).compareTo(value(right));
    }

    @Override
    public long prefix(int id) {
        return DoubleStore.ordered(value(id).doubleValue());
    }

    @Override
    void forget(int id) {
        if (value(id) != BigDecimal.ZERO) {
            values.set(id, BigDecimal.ZERO);
        }
    }

    @Override
    boolean forgets() {
        return true;
    }
}
