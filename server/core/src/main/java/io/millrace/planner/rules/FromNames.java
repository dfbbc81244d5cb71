package io.millrace.planner.rules;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** The names that the relations of FROM have in the rest of their query. */
public final class FromNames {

    private FromNames() {}

    /**
     * The names, as {@link #key} gives them.
     *
     * @param from null when there is none
     */
    public static Set<String> of(SqlNode from) {
        Set<String> names = new HashSet<>();
        add(from, names);
        return names;
    }

    private static void add(SqlNode from, Set<String> names) {
        if (from instanceof SqlJoin join) {
            add(join.getLeft(), names);
            add(join.getRight(), names);
        } else if (from instanceof SqlIdentifier name) {
            names.add(key(name.names.get(name.names.size() - 1)));
        } else if (from instanceof SqlCall call && call.getKind() == SqlKind.AS) {
            names.add(key(((SqlIdentifier) call.operand(1)).getSimple()));
        } else if (from instanceof SqlCall call && call.operandCount() > 0 && call.operand(0) != null) {
            add(call.operand(0), names);
        }
    }

    /** The same for names that differ in case alone. */
    public static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The name before the column, where one is written. */
    public static String relation(SqlIdentifier column) {
        return key(column.names.get(column.names.size() - 2));
    }
}
