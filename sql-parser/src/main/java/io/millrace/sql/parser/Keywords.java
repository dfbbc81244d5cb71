package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The words of the grammar, for those who complete and colour statements. */
public final class Keywords {

    private static final Pattern WORD = Pattern.compile("\"[A-Z][A-Z_]*\"");

    private Keywords() {}

    /** All of them, in capitals, by their letters. */
    public static Collection<String> all() {
        Collection<String> words = new TreeSet<>();
        for (String image : GeneratedSqlParserConstants.tokenImage) {
            if (WORD.matcher(image).matches()) {
                words.add(image.substring(1, image.length() - 1));
            }
        }
        return words;
    }
}
