package io.millrace.session.lookup;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.engine.view.KeyPlaces;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.rows.ParameterLiterals;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A query for the rows of a table with one key, planned once for all values of its parameters. It runs over rows that were looked up, for one
 * list of values or for many with different keys at once.
 */
public final class KeyedPlan {

    private final PlannedQuery query;
    private final String table;
    private final RowType rowType;
    private final int[] key;
    private final List<Expression> keyValues;
    private final List<Expression> constants;

    private KeyedPlan(
            PlannedQuery query,
            String table,
            RowType rowType,
            List<Integer> key,
            List<Expression> keyValues,
            List<Expression> constants) {
        this.query = query;
        this.table = table;
        this.rowType = rowType;
        this.key = key.stream().mapToInt(Integer::intValue).toArray();
        this.keyValues = List.copyOf(keyValues);
        this.constants = List.copyOf(constants);
    }

    /**
     * Empty when a query wants more than the rows with one key.
     *
     * @param planned may have parameters without values
     * @param table the one that it should read
     * @param key the columns of its primary key
     */
    public static Optional<KeyedPlan> of(PlannedQuery planned, String table, RowType rowType, List<Integer> key) {
        Optional<KeyedChain> chain = key.isEmpty()
                ? Optional.empty()
                : KeyedChain.of(planned.root())
                        .filter(found -> found.source().relation().equals(table));
        Optional<KeyCondition> wanted = chain.flatMap(found ->
                found.condition().flatMap(condition -> KeyCondition.of(found.source(), condition, rowType, key)));
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        ConstantsAsColumns columns =
                new ConstantsAsColumns(chain.get().source().columns().size());
        DStream root = chain.get().over(wanted.get().conditions(), rowType.size(), columns);
        return columns.isPossible()
                ? Optional.of(new KeyedPlan(
                        planned.withRoot(root),
                        table,
                        rowType,
                        key,
                        wanted.get().values(),
                        columns.constants()))
                : Optional.empty();
    }

    /** The query, over what {@link #rows} gives. */
    public PlannedQuery query() {
        return query;
    }

    public String table() {
        return table;
    }

    /** The columns of the key. */
    public int[] key() {
        return key.clone();
    }

    /** A list of values for its parameters, when there are none. */
    public static List<List<Literal>> noValues() {
        return List.of(List.of());
    }

    /** The keys that lists of values ask for, in their order; none for a list that has a NULL there. */
    public Page keys(List<List<Literal>> lists) {
        PageBuilder keys =
                new PageBuilder(IntStream.of(key).mapToObj(rowType::type).toList());
        for (List<Literal> values : lists) {
            if (hasKey(values)) {
                for (int i = 0; i < key.length; i++) {
                    ValuesOperator.append(keys.column(i), keyValue(i, values));
                }
                keys.endRow();
            }
        }
        return keys.build();
    }

    private boolean hasKey(List<Literal> values) {
        return IntStream.range(0, key.length).allMatch(part -> keyValue(part, values) != null);
    }

    /** What a column of the key is to be; {@code null} for NULL and for a time with more digits than the column has. */
    private Object keyValue(int part, List<Literal> values) {
        Literal literal = literal(keyValues.get(part), values);
        long factor = Ticks.perMilli(literal.type()) / Ticks.perMilli(rowType.type(key[part]));
        if (factor == 1 || literal.value().isEmpty()) {
            return literal.value().orElse(null);
        }
        long ticks = (Long) literal.value().get();
        return ticks % factor == 0 ? ticks / factor : null;
    }

    private static Object value(Expression constant, List<Literal> values) {
        return literal(constant, values).value().orElse(null);
    }

    private static Literal literal(Expression constant, List<Literal> values) {
        return constant instanceof Placeholder parameter ? values.get(parameter.index()) : (Literal) constant;
    }

    /** Whether the values for its parameters are of the types that these have: a time beyond all nanoseconds is not. */
    public boolean takes(List<Object> parameters) {
        List<Field> fields = query.parameters();
        return IntStream.range(0, Math.min(fields.size(), parameters.size()))
                .noneMatch(i -> ParameterLiterals.isBeyondNanos(fields.get(i).type(), parameters.get(i)));
    }

    /** How many lists, from one on, have different keys. */
    public int different(List<List<Literal>> lists, int from) {
        KeyPlaces seen = new KeyPlaces(keyType());
        int end = from;
        while (end < lists.size() && seen.size() < Page.MAX_ROWS - 1) {
            Page one = keys(List.of(lists.get(end)));
            if (one.size() > 0 && !seen.add(one, 0)) {
                return end - from;
            }
            end++;
        }
        return end - from;
    }

    private RowType keyType() {
        return new RowType(IntStream.of(key)
                .mapToObj(column -> new Field("key$" + column, rowType.type(column), true))
                .toList());
    }

    /**
     * Which list each row belongs to.
     *
     * @param lists with different keys
     * @param rows with the columns of the table
     */
    public int[] lists(Page rows, List<List<Literal>> lists) {
        if (lists.size() == 1) {
            return new int[rows.size()];
        }
        int[] withKey = IntStream.range(0, lists.size())
                .filter(list -> hasKey(lists.get(list)))
                .toArray();
        KeyPlaces places = new KeyPlaces(keyType());
        Page keys = keys(lists);
        for (int row = 0; row < keys.size(); row++) {
            places.add(keys, row);
        }
        return Arrays.stream(places.of(rows.project(key)))
                .map(place -> withKey[place])
                .toArray();
    }

    /** Rows that were looked up, with the constants behind their columns. */
    public List<Page> rows(List<Page> found, List<List<Literal>> lists) {
        List<Page> rows = new ArrayList<>();
        for (Page page : found) {
            if (page.size() > 0) {
                rows.add(constants.isEmpty() ? page : withConstants(page, lists));
            }
        }
        return rows;
    }

    private Page withConstants(Page page, List<List<Literal>> lists) {
        int[] list = lists(page, lists);
        int width = rowType.size();
        Column[] columns = new Column[width + constants.size()];
        for (int i = 0; i < width; i++) {
            columns[i] = page.column(i);
        }
        for (int i = 0; i < constants.size(); i++) {
            ColumnBuilder builder = ColumnBuilder.of(constants.get(i).type());
            for (int row = 0; row < page.size(); row++) {
                ValuesOperator.append(builder, value(constants.get(i), lists.get(list[row])));
            }
            columns[width + i] = builder.build();
        }
        return new Page(page.size(), columns, page.weights());
    }
}
