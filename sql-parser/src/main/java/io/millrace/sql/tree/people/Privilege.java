package io.millrace.sql.tree.people;

import io.millrace.sql.tree.NearestWord;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What GRANT can allow. */
public enum Privilege {
    ALL,
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    ALTER,
    DROP,
    EXECUTE,
    USAGE,
    CREATE,
    ADMIN,
    CONNECT,
    CLOCK,
    KILL,
    CHECKPOINT,
    MONITOR,
    SETTINGS;

    /** The privilege of that name, whatever its case. */
    public static Privilege named(String word, SqlParserPos position) {
        String upper = word.toUpperCase(Locale.ROOT);
        List<String> known = Arrays.stream(values()).map(Privilege::name).toList();
        if (known.contains(upper)) {
            return valueOf(upper);
        }
        String remedy = NearestWord.among(known, upper).stream()
                .findFirst()
                .map(near -> "did you mean " + near + "?")
                .orElse("there are " + String.join(", ", known));
        throw new SqlSyntaxException(position, "there is no privilege \"" + word + "\"; " + remedy);
    }
}
