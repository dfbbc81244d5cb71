package io.millrace.cli;

import java.io.PrintWriter;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands of the shell itself, such as {@code \d}. */
final class BackslashCommands {

    private static final String HELP = """
            Statements end with a semicolon and may span lines. Ctrl-C stops what runs, Ctrl-D leaves.
              \\d              list streams, tables and views
              \\d NAME         columns of one of them
              \\format FORMAT  print results as table, csv, tsv or json
              \\h              this help
              \\q              leave
            SHOW STREAMS; SHOW VIEWS; SHOW QUERIES; DESCRIBE NAME; EXPLAIN SELECT ...; tell more.
            """;

    private final StatementRunner runner;

    BackslashCommands(StatementRunner runner) {
        this.runner = runner;
    }

    static boolean isCommand(String input) {
        String word = input.strip();
        return word.startsWith("\\") || isLeave(word) || word.equalsIgnoreCase("help");
    }

    private static boolean isLeave(String word) {
        return word.equals("\\q") || word.equalsIgnoreCase("quit") || word.equalsIgnoreCase("exit");
    }

    /** Carries a command out; returns whether the shell goes on. */
    boolean run(String input) throws SQLException {
        String[] words = input.strip().split("\\s+");
        PrintWriter out = runner.out();
        if (isLeave(words[0])) {
            return false;
        }
        switch (words[0]) {
            case "\\d" -> describe(words);
            case "\\format" -> setFormat(words, out);
            case "\\h", "\\?", "help", "HELP" -> out.print(HELP);
            default -> out.println("there is no command " + words[0] + "; \\h lists them");
        }
        out.flush();
        return true;
    }

    private void setFormat(String[] words, PrintWriter out) {
        List<String> names =
                Arrays.stream(OutputFormat.values()).map(OutputFormat::name).toList();
        if (words.length == 2 && names.contains(words[1])) {
            runner.setFormat(OutputFormat.valueOf(words[1]));
        } else {
            out.println("the formats are " + String.join(", ", names));
        }
    }

    private void describe(String[] words) throws SQLException {
        DatabaseMetaData metaData = runner.connection().getMetaData();
        List<Object[]> rows = new ArrayList<>();
        RowPrinter printer = new TablePrinter(runner.out());
        if (words.length == 1) {
            printer.begin(columns("schema", "name", "kind"));
            try (ResultSet tables = metaData.getTables(null, null, null, null)) {
                while (tables.next()) {
                    rows.add(texts(tables, "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE"));
                }
            }
        } else {
            printer.begin(columns("column", "type", "nullable"));
            String name = words[1].replace(";", "").replace("\"", "");
            try (ResultSet columns = metaData.getColumns(null, null, name.replace("_", "\\_"), null)) {
                while (columns.next()) {
                    rows.add(texts(columns, "COLUMN_NAME", "TYPE_NAME", "IS_NULLABLE"));
                }
            }
        }
        rows.forEach(printer::row);
        printer.end();
    }

    private static List<ResultColumn> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new ResultColumn(name, java.sql.Types.VARCHAR))
                .toList();
    }

    private static Object[] texts(ResultSet row, String... labels) throws SQLException {
        Object[] values = new Object[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = row.getString(labels[i]);
        }
        return values;
    }
}
