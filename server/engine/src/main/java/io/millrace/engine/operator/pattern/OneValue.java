package io.millrace.engine.operator.pattern;

import io.millrace.engine.operator.NullRows;
import io.millrace.engine.state.BooleanStore;
import io.millrace.engine.state.BytesStore;
import io.millrace.engine.state.ColumnStore;
import io.millrace.engine.state.DecimalStore;
import io.millrace.engine.state.DoubleStore;
import io.millrace.engine.state.IntStore;
import io.millrace.engine.state.LongStore;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;

/** A column of one row that is written again and again, so that generated code can look at single values of a state. */
public final class OneValue {

    private final Column absent;
    private final LongColumn longs = new LongColumn(1, new long[1], null);
    private final IntColumn ints = new IntColumn(1, new int[1], null);
    private final DoubleColumn doubles = new DoubleColumn(1, new double[1], null);
    private final BooleanColumn booleans = new BooleanColumn(1, new boolean[1], null);
    private final DecimalColumn decimals = new DecimalColumn(1, new BigDecimal[1], null);
    private BytesColumn bytes = new BytesColumn(1, new byte[0], new int[1], new int[1], null);
    private final int[] id = new int[1];

    public OneValue(Type type) {
        this.absent = NullRows.column(type, 1);
    }

    public Column absent() {
        return absent;
    }

    /** The value of an id, null for a negative one; valid until the next call. */
    public Column of(ColumnStore store, int valueId) {
        if (valueId < 0 || store.isNull(valueId)) {
            return absent;
        }
        if (store instanceof LongStore values) {
            longs.values()[0] = values.value(valueId);
            return longs;
        }
        if (store instanceof DoubleStore values) {
            doubles.values()[0] = values.value(valueId);
            return doubles;
        }
        if (store instanceof IntStore values) {
            ints.values()[0] = values.value(valueId);
            return ints;
        }
        if (store instanceof BytesStore values) {
            if (bytes.data() != values.data(valueId)) {
                bytes = new BytesColumn(1, values.data(valueId), bytes.starts(), bytes.lengths(), null);
            }
            bytes.starts()[0] = values.start(valueId);
            bytes.lengths()[0] = values.length(valueId);
            return bytes;
        }
        if (store instanceof BooleanStore values) {
            booleans.values()[0] = values.value(valueId);
            return booleans;
        }
        if (store instanceof DecimalStore values) {
            decimals.values()[0] = values.value(valueId);
            return decimals;
        }
        id[0] = valueId;
        return store.gather(id, 1);
    }

    public Column of(long value) {
        longs.values()[0] = value;
        return longs;
    }
}
