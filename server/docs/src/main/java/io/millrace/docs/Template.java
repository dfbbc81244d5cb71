package io.millrace.docs;

/** What is around the text of each page. */
final class Template {

    private final String frame;
    private final Navigation navigation;

    Template(String frame, Navigation navigation) {
        this.frame = frame;
        this.navigation = navigation;
    }

    String fill(DocumentPage page) {
        return frame.replace("{{title}}", Highlighting.escape(page.title()))
                .replace("{{top}}", DocumentPage.toTop(page.name()))
                .replace("{{navigation}}", navigation(page))
                .replace("{{content}}", page.html());
    }

    private String navigation(DocumentPage page) {
        StringBuilder html = new StringBuilder();
        for (Navigation.Group group : navigation.groups()) {
            html.append("<h2>").append(Highlighting.escape(group.title())).append("</h2>\n<ul>\n");
            for (Navigation.Entry entry : group.entries()) {
                boolean here = entry.page().equals(page.name());
                html.append(here ? "<li class=\"here\">" : "<li>")
                        .append("<a href=\"")
                        .append(DocumentPage.toTop(page.name()))
                        .append(DocumentPage.address(entry.page()))
                        .append(here ? "\" aria-current=\"page\">" : "\">")
                        .append(Highlighting.escape(entry.title()))
                        .append("</a>");
                if (here) {
                    contents(page, html);
                }
                html.append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static void contents(DocumentPage page, StringBuilder html) {
        html.append("\n<ul>\n");
        for (DocumentPage.Section section : page.sections()) {
            if (section.level() == 2) {
                html.append("<li><a href=\"#")
                        .append(section.anchor())
                        .append("\">")
                        .append(Highlighting.escape(section.heading()))
                        .append("</a></li>\n");
            }
        }
        html.append("</ul>\n");
    }
}
