package io.millrace.planner.typing;

import io.millrace.planner.typing.Running.Change;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Batches of rows that come and go: groups of one row and of many, groups that vanish, and groups that hold nothing but NULL. */
final class Changes {

    private static final int ROWS = 5;
    private static final int GROUPS = 4;

    private final List<String> holes;
    private final RowType input;
    private final Random random;
    private final Samples samples;
    private int rows;

    Changes(List<String> holes, RowType input, Random random) {
        this.holes = holes;
        this.input = input;
        this.random = random;
        this.samples = new Samples(random);
    }

    List<List<Change>> batches(int count) {
        List<List<Change>> batches = new ArrayList<>();
        List<List<Object>> present = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Change> batch = new ArrayList<>();
            for (int j = present.size() - 1; j >= 0; j--) {
                if (random.nextInt(3) == 0) {
                    batch.add(new Change(present.remove(j), -1));
                }
            }
            for (int j = 0; j < 1 + random.nextInt(ROWS); j++) {
                List<Object> row = row();
                present.add(row);
                batch.add(new Change(row, 1));
            }
            batches.add(batch);
        }
        return batches;
    }

    private List<Object> row() {
        int group = random.nextInt(GROUPS);
        List<Object> row = new ArrayList<>();
        row.add(group);
        row.add(rows++);
        row.add(random.nextInt(3) == 0 ? null : (Object) random.nextBoolean());
        for (int i = 0; i < holes.size(); i++) {
            Field field = input.field(i + 3);
            boolean missing = field.nullable() && (group == 0 || random.nextInt(4) == 0);
            row.add(missing ? null : samples.value(holes.get(i), field.type()).boxed());
        }
        return row;
    }

    /** The rows that are left, each with its number. */
    static List<Change> net(List<Change> changes) {
        Map<Object, Change> left = new LinkedHashMap<>();
        for (Change change : changes) {
            Object key = change.row().get(1);
            if (change.weight() < 0) {
                left.remove(key);
            } else {
                left.put(key, change);
            }
        }
        return List.copyOf(left.values());
    }
}
