package io.millrace.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReservedWordsTest {
    @Test
    void columnsNeedQuotesOnlyForTheseNames() {
        String reserved =
                keywords().stream().filter(word -> !isColumn(word)).sorted().collect(Collectors.joining(" "));

        GoldenFile.Outcome outcome =
                GoldenFile.run("reserved.txt", input -> reserved).get(0);
        assertThat(outcome.actual()).isEqualTo(outcome.block().expected());
    }

    @Test
    void everyWordIsANameInQuotesAfterADotAndAsAnAlias() {
        for (String word : keywords()) {
            SqlParsing.parseStatement("SELECT \"" + word + "\", t." + word + ", 1 AS " + word + " FROM t");
        }
    }

    private static List<String> keywords() {
        return Arrays.stream(GeneratedSqlParserConstants.tokenImage)
                .map(image -> image.replace("\"", ""))
                .filter(word -> word.matches("[A-Z][A-Z0-9_]*"))
                .toList();
    }

    private static boolean isColumn(String word) {
        return accepts("CREATE STREAM s (a INT, " + word + " INT)")
                && accepts("SELECT a, " + word.toLowerCase(Locale.ROOT) + " FROM t WHERE " + word + " > 1 ORDER BY "
                        + word)
                && accepts("INSERT INTO t (" + word + ", a) VALUES (1, 2)");
    }

    private static boolean accepts(String sql) {
        try {
            SqlParsing.parseStatement(sql);
            return true;
        } catch (SqlSyntaxException e) {
            return false;
        }
    }
}
