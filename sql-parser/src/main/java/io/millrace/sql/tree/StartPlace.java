package io.millrace.sql.tree;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What {@code START FROM} says, as the value of an option. */
public final class StartPlace {

    /** The option that START FROM is short for. */
    public static final String OPTION = "start";

    /** At the first row that there is. */
    public static final String BEGINNING = "earliest";

    /** Behind the rows that there are when the statement is executed. */
    public static final String NOW = "latest";

    /** Where the stream stands that is replaced. */
    public static final String RESUME = "resume";

    private StartPlace() {}

    /** A place that is named by a word, or the offsets behind it. */
    public static WithOption of(SqlParserPos position, SqlIdentifier word, Optional<SqlLiteral> text) {
        String name = word.getSimple().toUpperCase(Locale.ROOT);
        if (name.equals("OFFSETS") && text.isPresent()) {
            return new WithOption(position, OPTION, text.get());
        }
        String value = switch (name) {
            case "BEGINNING" -> BEGINNING;
            case "NOW" -> NOW;
            case "RESUME" -> RESUME;
            default -> "";
        };
        if (value.isEmpty() || text.isPresent()) {
            throw new SqlSyntaxException(
                    word.getParserPosition(), "START FROM takes BEGINNING, NOW, RESUME, TIMESTAMP '…' or OFFSETS '…'");
        }
        return new WithOption(position, OPTION, SqlLiteral.createCharString(value, position));
    }

    /** A time, which is one of UTC when it has no zone. */
    public static WithOption at(SqlParserPos position, SqlLiteral time) {
        String text = time.getValueAs(String.class).strip();
        String value = instant(text, time.getParserPosition()).toString();
        return new WithOption(position, OPTION, SqlLiteral.createCharString(value, position));
    }

    private static Instant instant(String text, SqlParserPos position) {
        String written = text.replaceFirst(" (?=\\d)", "T").replace(" ", "");
        try {
            if (!written.contains("T")) {
                return LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return written.matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(written).toInstant()
                    : LocalDateTime.parse(written).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new SqlSyntaxException(
                    position, "'" + text + "' is no time; write it as in TIMESTAMP '2024-05-01 12:00:00', in UTC");
        }
    }
}
