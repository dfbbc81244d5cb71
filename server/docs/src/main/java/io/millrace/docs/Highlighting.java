package io.millrace.docs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Code as HTML, with comments, texts, numbers and keywords in classes of their own. */
final class Highlighting {

    private static final Set<String> SQL = words("""
            ADD ADVANCE ALL ALTER AND AS ASC ASOF BEGIN BETWEEN BY CASCADE CASE CAST CHANGES CHECK CHECKPOINT CLOCK CLOSE COLUMN COMMENT
            COMMIT CONNECTION CONSTRAINT CREATE CROSS DAY DEFAULT DEFINE DELETE DESC DESCRIBE DESCRIPTOR DISTINCT DO DROP ELSE EMIT END EXCEPT EXISTS
            EXPECT EXPLAIN FALSE FILL FILTER FIRST FOLLOWING FOR FROM FULL FUNCTION GENERATED GRANT GROUP HAVING HOUR IF IN INNER INSERT
            INTERSECT INTERVAL INTO IS JOIN KEY KILL LANGUAGE LAST LATERAL LEFT LIKE LIMIT MANUAL MATCHED MATCH_RECOGNIZE MATERIALIZED MEASURES
            MERGE METADATA MINUTE MONTH NOT NULL NULLS OF OFFSET ON OR ORDER OUTER OVER PARTITION PASSWORD PATTERN PER PRECEDING PRIMARY
            QUALIFY RANGE RECURSIVE REPLACE RESUME RETURNING RETURNS REVOKE RIGHT ROLE ROLLBACK ROW ROWS SCHEMA SECOND SECRET SELECT SESSION
            SET SHOW SINK STREAM SUSPEND SYSTEM SYSTEM_TIME TABLE THEN TIME TIMESTAMP TO TRUE TRUNCATE TUMBLE HOP CUMULATE UNION UNIQUE UNNEST
            UPDATE USE USER USING VALUES VIEW VIOLATION WATERMARK WHEN WHERE WINDOW WITH YEAR
            """);

    private static final Set<String> JAVA = words("""
            boolean break byte case catch class continue double else extends false final finally float for if implements import instanceof
            int interface long new null package private protected public record return sealed static switch this throw throws true try var
            void while
            """);

    private static final Set<String> PYTHON = words(
            "and as class def elif else except False finally for from if import in is lambda None not or pass return True try while with");

    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "sql", SQL, "postgresql", SQL, "java", JAVA, "python", PYTHON, "json", Set.of("true", "false", "null"));

    /** Of languages whose words may be written in any case. */
    private static final Set<String> CASELESS = Set.of("sql", "postgresql");

    private static final Map<String, String> COMMENTS = Map.of(
            "sql", "--[^\n]*|/\\*.*?\\*/",
            "postgresql", "--[^\n]*|/\\*.*?\\*/",
            "java", "//[^\n]*|/\\*.*?\\*/",
            "python", "#[^\n]*",
            "r", "#[^\n]*",
            "sh", "(?<![^\\s])#[^\n]*",
            "yaml", "(?<![^\\s])#[^\n]*",
            "properties", "(?<![^\n])#[^\n]*",
            "xml", "<!--.*?-->");

    private Highlighting() {}

    static String html(String language, String code) {
        boolean plain = language.isEmpty() || language.equals("text") || language.equals("http");
        return plain ? escape(code) : coloured(language, code);
    }

    private static String coloured(String language, String code) {
        String comment = COMMENTS.getOrDefault(language, "(?!)");
        Set<String> keywords = KEYWORDS.getOrDefault(language, Set.of());
        Function<String, String> form =
                CASELESS.contains(language) ? word -> word.toUpperCase(Locale.ROOT) : Function.identity();
        Matcher token = Pattern.compile(
                        "(?<comment>" + comment + ")|(?<text>'(?:[^'\n]|'')*'|\"(?:[^\"\\\\\n]|\\\\.)*\")"
                                + "|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<word>[A-Za-z_][A-Za-z_0-9]*)",
                        Pattern.DOTALL)
                .matcher(code);
        StringBuilder html = new StringBuilder();
        int copied = 0;
        while (token.find()) {
            html.append(escape(code.substring(copied, token.start())));
            copied = token.end();
            String text = escape(token.group());
            if (token.group("comment") != null) {
                html.append(span("c", text));
            } else if (token.group("text") != null) {
                html.append(span("s", text));
            } else if (token.group("number") != null) {
                html.append(span("n", text));
            } else {
                html.append(keywords.contains(form.apply(token.group())) ? span("k", text) : text);
            }
        }
        return html.append(escape(code.substring(copied))).toString();
    }

    private static String span(String kind, String text) {
        return "<span class=\"" + kind + "\">" + text + "</span>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }
}
