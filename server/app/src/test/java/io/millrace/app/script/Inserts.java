package io.millrace.app.script;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Turns rows of a script into INSERT statements. */
final class Inserts {

    private final String relation;
    private final List<Integer> types = new ArrayList<>();

    Inserts(Connection connection, String relation) throws SQLException {
        this.relation = relation;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + relation + " LIMIT 0")) {
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                types.add(result.getMetaData().getColumnType(column));
            }
        }
    }

    String insert(List<List<Token>> rows) {
        return "INSERT INTO " + relation + " VALUES "
                + String.join(", ", rows.stream().map(this::row).toList());
    }

    private String row(List<Token> row) {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            literals.add(literal(row.get(i), types.get(i)));
        }
        return "(" + String.join(", ", literals) + ")";
    }

    private static String literal(Token token, int type) {
        String text = token.text();
        if (token.isNull()) {
            return "NULL";
        }
        return switch (type) {
            case Types.CHAR, Types.VARCHAR -> "'" + text.replace("'", "''") + "'";
            case Types.DATE -> "DATE '" + text + "'";
            case Types.TIME -> "TIME '" + text + "'";
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> "TIMESTAMP '" + text.replace('T', ' ') + "'";
            case Types.BINARY, Types.VARBINARY -> "X'" + text.substring(1) + "'";
            default -> text;
        };
    }
}
