package io.millrace.sql.parser;

import java.util.Map;

/** The messages of Calcite's productions, in plainer words where they need it. */
final class GrammarMessages {
    private static final Map<String, String> PLAIN = Map.of(
            "Query expression encountered in illegal context", "a query cannot stand here",
            "Non-query expression encountered in illegal context", "a query was expected here",
            "Join expression encountered in illegal context", "a join cannot stand here",
            "CURSOR expression encountered in illegal context", "CURSOR cannot stand here",
            "ROW expression encountered in illegal context", "ROW cannot stand here",
            "Dynamic parameter encountered in illegal context", "a parameter cannot stand here");

    private GrammarMessages() {}

    static String translate(String message) {
        String plain = PLAIN.get(message);
        if (plain != null) {
            return plain;
        }
        String text =
                message.replaceAll(" to type 'java\\.\\w+\\.(\\w+)'", " as $1").strip();
        boolean sentence = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return sentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
