package io.millrace.engine.refused;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The columns of {@code <query>$late}: first those of the streams whose rows can be late, under their own names and types, so that
 * late rows can be inserted again; then what is known about the lateness.
 *
 * <p>Streams share columns of equal name and type; where only the names are equal, the later stream's column has the stream's name
 * before its own.
 */
public final class LateColumns {

    private static final List<Field> KNOWN = List.of(
            new Field("_reason", Type.VARCHAR, false),
            new Field("_window_start", Type.TIMESTAMP, true),
            new Field("_window_end", Type.TIMESTAMP, true),
            new Field("_watermark", Type.TIMESTAMP, true),
            new Field("_source", Type.VARCHAR, true),
            new Field("_partition", Type.VARCHAR, true),
            new Field("_position", Type.BIGINT, true),
            new Field("_row", Type.VARCHAR, false),
            new Field("_batch", Type.BIGINT, false),
            new Field("_late_at", Type.TIMESTAMP, false));

    private final RowType rowType;
    private final Map<String, int[]> positions = new HashMap<>();

    /** @param streams the columns of the streams whose rows can be late, by name */
    public LateColumns(SortedMap<String, RowType> streams) {
        List<Field> fields = new ArrayList<>();
        streams.forEach((name, columns) -> {
            int[] mapping = new int[columns.size()];
            for (int i = 0; i < mapping.length; i++) {
                mapping[i] = add(name, columns.field(i), fields);
            }
            positions.put(name, mapping);
        });
        fields.addAll(KNOWN);
        rowType = new RowType(fields);
    }

    private static int add(String stream, Field column, List<Field> fields) {
        OptionalInt same = new RowType(fields).indexOf(column.name());
        boolean taken = new RowType(KNOWN).indexOf(column.name()).isPresent();
        if (same.isPresent() && fields.get(same.getAsInt()).type().equals(column.type())) {
            return same.getAsInt();
        }
        String name = column.name();
        while (taken || new RowType(fields).indexOf(name).isPresent()) {
            name = stream.substring(stream.lastIndexOf('.') + 1) + "_" + name;
            taken = false;
        }
        fields.add(new Field(name, column.type(), true));
        return fields.size() - 1;
    }

    public RowType rowType() {
        return rowType;
    }

    /** Where the columns of a stream are; null for one whose rows are not kept. */
    public int[] of(String stream) {
        return positions.get(stream);
    }

    /** How many columns come from streams; the others follow them. */
    public int streamColumns() {
        return rowType.size() - KNOWN.size();
    }
}
