package io.millrace.engine.operator.session;

import io.millrace.dstream.SessionWindow;
import io.millrace.engine.state.KeyTable;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import java.util.List;

/** Puts the group columns of sessions together: keys, and the start, end and time of the window. */
final class SessionColumns {

    private final SessionWindow window;
    private final List<Integer> groups;
    private final KeyTable keys;

    /** @param groups columns of the window */
    SessionColumns(SessionWindow window, List<Integer> groups, KeyTable keys) {
        this.window = window;
        this.groups = groups;
        this.keys = keys;
    }

    /**
     * The group columns of sessions, with room behind them.
     *
     * @param keyIds whose sessions they are
     * @param firsts first time of each session; likewise lasts
     * @param room columns left empty
     */
    Column[] columns(int[] keyIds, long[] firsts, long[] lasts, int count, int room) {
        Column[] keyColumns = keys.gather(keyIds, count);
        Column[] columns = new Column[groups.size() + room];
        int width = window.input().rowType().size();
        for (int i = 0; i < groups.size(); i++) {
            int column = groups.get(i);
            columns[i] = column < width
                    ? keyColumns[window.keys().indexOf(column)]
                    : windowColumn(column - width, firsts, lasts, count);
        }
        return columns;
    }

    /** Start, end or time of the windows. */
    LongColumn windowColumn(int number, long[] firsts, long[] lasts, int count) {
        if (number == 0) {
            return new LongColumn(count, firsts, null);
        }
        long[] values = new long[count];
        long behind = number == 1 ? window.gap() : window.gap() - 1;
        for (int i = 0; i < count; i++) {
            values[i] = lasts[i] + behind;
        }
        return new LongColumn(count, values, null);
    }
}
