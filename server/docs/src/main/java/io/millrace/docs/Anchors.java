package io.millrace.docs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of headings, as GitHub makes them, so that a link works there and here. */
final class Anchors {

    private final Map<String, Integer> used = new HashMap<>();

    /** The name of the next heading of a document. */
    String next(String heading) {
        StringBuilder name = new StringBuilder();
        heading.toLowerCase(Locale.ROOT).codePoints().forEach(character -> {
            if (character == ' ') {
                name.append('-');
            } else if (Character.isLetterOrDigit(character) || character == '-' || character == '_') {
                name.appendCodePoint(character);
            }
        });
        int before = used.merge(name.toString(), 1, Integer::sum) - 1;
        return before == 0 ? name.toString() : name + "-" + before;
    }
}
