package io.millrace.app.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What servers answer to questions, in the text that is kept beside an archive. */
public final class Answers {

    private Answers() {}

    /** Each question with its answer. */
    public static String to(List<String> questions, Statement statement) throws SQLException {
        StringBuilder answers = new StringBuilder();
        for (String question : questions) {
            answers.append("> ").append(question).append('\n');
            rows(statement, question).forEach(row -> answers.append(row).append('\n'));
        }
        return answers.toString();
    }

    /** The rows that a query gives, whatever their order. */
    public static List<String> rows(Statement statement, String question) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(question)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                lines.add(String.join(" | ", values));
            }
        }
        Collections.sort(lines);
        return lines;
    }
}
