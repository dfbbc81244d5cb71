package io.millrace.planner.change;

import io.millrace.planner.rules.FromNames;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;

/** Columns with the whole name of the relation whose rows are changed, {@code s.t.c}: the same with the name that it has in the query. */
final class OwnColumns extends SqlShuttle {

    private final List<String> relation;
    private final SqlIdentifier name;

    private OwnColumns(List<String> relation, SqlIdentifier name) {
        this.relation = relation;
        this.name = name;
    }

    /** As it is where a sub-query reads something that is called so, too, and could be meant. */
    static SqlNode called(SqlSelect query, SqlIdentifier relation, SqlIdentifier name) {
        boolean own = name.getSimple().equalsIgnoreCase(relation.names.get(relation.names.size() - 1));
        return relation.isSimple() || !own || isReadAgain(query, relation, name.getSimple())
                ? query
                : query.accept(new OwnColumns(relation.names, name));
    }

    private static boolean isReadAgain(SqlSelect query, SqlIdentifier relation, String name) {
        boolean[] found = new boolean[1];
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                found[0] |= call != query
                        && call instanceof SqlSelect select
                        && select.getFrom() != relation
                        && FromNames.of(select.getFrom()).contains(FromNames.key(name));
                return super.visit(call);
            }
        });
        return found[0];
    }

    @Override
    public SqlNode visit(SqlIdentifier column) {
        int size = column.names.size();
        boolean isOwn = size == relation.size() + 1
                && IntStream.range(0, size - 1)
                        .allMatch(i -> column.names.get(i).equalsIgnoreCase(relation.get(i)));
        return isOwn
                ? new SqlIdentifier(List.of(name.getSimple(), column.names.get(size - 1)), column.getParserPosition())
                : column;
    }
}
