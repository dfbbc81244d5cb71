package io.millrace.sql.parser;

import io.millrace.sql.tree.StartPlace;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateTable;
import io.millrace.sql.tree.ddl.CreateView;
import io.millrace.sql.tree.element.PhysicalColumn;
import io.millrace.sql.tree.element.TableElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Changes the text of a statement that creates a stream, table, view or sink, so that it creates what ALTER makes of that; the rest stays as it is written. */
public final class DefinitionEdit {

    private static final Pattern CLAUSE =
            Pattern.compile("start[^=]*\\bfrom\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final SourceText source;
    private final SqlIdentifier name;
    private final List<TableElement> elements;
    private final List<WithOption> options;

    private DefinitionEdit(String text) {
        this.source = new SourceText(text);
        Statement statement = SqlParsing.parseStatement(text).statement();
        options = optionsOf(statement);
        if (statement instanceof CreateTable table) {
            name = table.name();
            elements = table.elements();
        } else if (statement instanceof CreateStream stream) {
            name = stream.name();
            elements = stream.elements();
        } else if (statement instanceof CreateSink sink) {
            name = sink.name();
            elements = List.of();
        } else {
            name = ((CreateView) statement).name();
            elements = List.of();
        }
    }

    /** What a statement that creates a stream, table or sink says WITH. */
    public static List<WithOption> optionsOf(Statement statement) {
        return statement instanceof CreateTable table
                ? table.options()
                : statement instanceof CreateStream stream
                        ? stream.options()
                        : statement instanceof CreateSink sink ? sink.options() : List.of();
    }

    /**
     * A text with other options, each in the place of the one with its name, or behind all others.
     *
     * @param from the statement in which the options are written
     * @param set options of it
     */
    public static String optionsSet(String text, ParsedStatement from, List<WithOption> set) {
        String changed = text;
        for (WithOption option : set) {
            DefinitionEdit edit = new DefinitionEdit(changed);
            String value = from.textAt(option.getParserPosition());
            List<SqlParserPos> before = edit.options.stream()
                    .filter(known -> known.key().equalsIgnoreCase(option.key()))
                    .map(WithOption::getParserPosition)
                    .toList();
            int end = edit.options.stream()
                    .filter(known -> !edit.isClause(known))
                    .mapToInt(known -> edit.end(known.getParserPosition()))
                    .max()
                    .orElseThrow();
            changed = before.isEmpty()
                    ? changed.substring(0, end) + ", " + value + changed.substring(end)
                    : edit.replaced(before, value);
        }
        return changed;
    }

    /** Whether an option is said by START FROM, behind the others. */
    private boolean isClause(WithOption option) {
        SqlParserPos place = option.getParserPosition();
        return CLAUSE.matcher(source.text().substring(start(place), end(place))).matches();
    }

    /**
     * A text that says otherwise where a stream begins, in the place of what it says of that.
     *
     * @param place as the option has it
     */
    public static String started(String text, String place) {
        DefinitionEdit edit = new DefinitionEdit(text);
        WithOption option = edit.options.stream()
                .filter(known -> known.key().equalsIgnoreCase(StartPlace.OPTION))
                .findFirst()
                .orElseThrow();
        String literal = "'" + place.replace("'", "''") + "'";
        String said = edit.isClause(option)
                ? place.equals(StartPlace.BEGINNING) ? "START FROM BEGINNING" : "START FROM OFFSETS " + literal
                : StartPlace.OPTION + " = " + literal;
        return edit.replaced(List.of(option.getParserPosition()), said);
    }

    /** A text that gives what it creates another name, of one part or more. */
    public static String renamed(String text, List<String> other) {
        DefinitionEdit edit = new DefinitionEdit(text);
        String written = other.stream().map(DefinitionEdit::quoted).collect(Collectors.joining("."));
        return edit.replaced(List.of(edit.name.getParserPosition()), written);
    }

    /** A text in which a column has another name, wherever it stands. */
    public static String columnRenamed(String text, String column, String other) {
        DefinitionEdit edit = new DefinitionEdit(text);
        List<SqlParserPos> places = new ArrayList<>();
        for (TableElement element : edit.elements) {
            mentions((SqlNode) element, column, places);
        }
        return edit.replaced(places, quoted(other));
    }

    /** A text with a column more, behind the others. */
    public static String columnAdded(String text, String column) {
        DefinitionEdit edit = new DefinitionEdit(text);
        int end = edit.elements.stream()
                .mapToInt(element -> edit.end(place(element)))
                .max()
                .orElseThrow();
        return text.substring(0, end) + ", " + column + text.substring(end);
    }

    /** A text without a column; empty when more than the column itself speaks of it. */
    public static Optional<String> columnDropped(String text, String column) {
        DefinitionEdit edit = new DefinitionEdit(text);
        List<TableElement> listed = edit.elements.stream()
                .filter(element -> edit.elements.stream().noneMatch(other -> edit.isWithin(element, other)))
                .sorted(Comparator.comparingInt(element -> edit.start(place(element))))
                .toList();
        int index = 0;
        while (!(listed.get(index) instanceof PhysicalColumn physical)
                || !physical.name().getSimple().equalsIgnoreCase(column)) {
            index++;
        }
        List<SqlParserPos> others = new ArrayList<>();
        for (TableElement element : listed) {
            if (!element.equals(listed.get(index))) {
                mentions((SqlNode) element, column, others);
            }
        }
        if (!others.isEmpty() || ((PhysicalColumn) listed.get(index)).primaryKey() || listed.size() == 1) {
            return Optional.empty();
        }
        int from = index == 0 ? edit.start(place(listed.get(0))) : edit.end(place(listed.get(index - 1)));
        int to = index == 0 ? edit.start(place(listed.get(1))) : edit.end(place(listed.get(index)));
        return Optional.of(text.substring(0, from) + text.substring(to));
    }

    private static SqlParserPos place(TableElement element) {
        return ((SqlNode) element).getParserPosition();
    }

    /** What is said of a column behind it is an element of its own. */
    private boolean isWithin(TableElement element, TableElement other) {
        return other instanceof PhysicalColumn
                && start(place(other)) < start(place(element))
                && end(place(element)) <= end(place(other));
    }

    private int start(SqlParserPos place) {
        return source.offset(place.getLineNum(), place.getColumnNum());
    }

    private int end(SqlParserPos place) {
        return source.offset(place.getEndLineNum(), place.getEndColumnNum()) + 1;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void mentions(SqlNode node, String column, List<SqlParserPos> places) {
        if (node instanceof SqlIdentifier identifier) {
            if (identifier.isSimple() && identifier.getSimple().equalsIgnoreCase(column)) {
                places.add(identifier.getParserPosition());
            }
        } else if (node instanceof SqlNodeList list) {
            list.forEach(item -> mentions(item, column, places));
        } else if (node instanceof SqlCall call) {
            call.getOperandList().stream()
                    .filter(operand -> operand != null)
                    .forEach(operand -> mentions(operand, column, places));
        }
    }

    private String replaced(List<SqlParserPos> places, String with) {
        List<SqlParserPos> lastFirst = places.stream()
                .distinct()
                .sorted(Comparator.<SqlParserPos>comparingInt(this::start).reversed())
                .toList();
        StringBuilder text = new StringBuilder(source.text());
        int before = Integer.MAX_VALUE;
        for (SqlParserPos place : lastFirst) {
            if (start(place) < before) {
                text.replace(start(place), end(place), with);
                before = start(place);
            }
        }
        return text.toString();
    }
}
