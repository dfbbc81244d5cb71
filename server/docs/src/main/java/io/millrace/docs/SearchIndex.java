package io.millrace.docs;

import java.util.Collection;
import java.util.StringJoiner;

/** What the site searches in: the texts of all sections, as a script, so that it works from a directory, too. */
final class SearchIndex {

    private SearchIndex() {}

    static String of(Collection<DocumentPage> pages) {
        StringJoiner entries = new StringJoiner(",\n", "window.millraceIndex = [\n", "\n];\n");
        for (DocumentPage page : pages) {
            // decisions are found by their titles, behind what tells how things are used
            boolean whole = !page.name().startsWith(Site.DECISIONS + "/");
            for (DocumentPage.Section section : page.sections()) {
                if (whole || section.level() == 1) {
                    String address = section.level() == 1 ? page.address() : page.address() + "#" + section.anchor();
                    entries.add("[" + quoted(address) + ", " + quoted(page.title()) + ", "
                            + quoted(section.level() == 1 ? "" : section.heading()) + ", "
                            + quoted(whole ? section.text().replaceAll("\\s+", " ") : "") + "]");
                }
            }
        }
        return entries.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ' || character == '<' || character == '\u2028' || character == '\u2029') {
                quoted.append("\\u%04x".formatted(character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('"').toString();
    }
}
