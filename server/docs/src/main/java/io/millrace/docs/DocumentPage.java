package io.millrace.docs;

import java.util.List;

/**
 * A document, rendered.
 *
 * @param name its file, as seen from the directory of the documents
 * @param html what stands in the page
 * @param sections the text before the first sub-heading, and that of each heading
 */
record DocumentPage(String name, String title, String html, List<Section> sections, List<DocumentLink> links) {

    /**
     * A heading with the text below it.
     *
     * @param level 1 for the title of the page
     */
    record Section(int level, String anchor, String heading, String text) {}

    static DocumentPage of(String name, String markdown) {
        return new PageRenderer(name).render(markdown);
    }

    /** Where it is on the site. */
    String address() {
        return address(name);
    }

    static String address(String name) {
        if (!name.endsWith(".md")) {
            return name;
        }
        String path = name.substring(0, name.length() - ".md".length());
        return (path.endsWith("README") ? path.substring(0, path.length() - "README".length()) + "index" : path)
                + ".html";
    }

    /** The way from a page to the top of the site. */
    static String toTop(String name) {
        return "../"
                .repeat((int) name.chars().filter(character -> character == '/').count());
    }

    List<String> anchors() {
        return sections.stream().map(Section::anchor).toList();
    }
}
