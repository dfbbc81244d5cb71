package io.millrace.docs;

import java.nio.file.Path;

/**
 * Where a link or an image of a document leads.
 *
 * @param page name of the document or file, as seen from the directory of the documents; the whole address when it is elsewhere
 * @param anchor the heading, or nothing
 */
record DocumentLink(String page, String anchor, boolean isExternal) {

    /** Resolves what is written in a document. */
    static DocumentLink of(String from, String written) {
        if (written.matches("[a-z]+:.*")) {
            return new DocumentLink(written, "", true);
        }
        int hash = written.indexOf('#');
        String path = hash < 0 ? written : written.substring(0, hash);
        String anchor = hash < 0 ? "" : written.substring(hash + 1);
        if (path.isEmpty()) {
            return new DocumentLink(from, anchor, false);
        }
        Path parent = Path.of(from).getParent();
        Path resolved = parent == null ? Path.of(path) : parent.resolve(path);
        String page = resolved.normalize().toString().replace('\\', '/');
        return new DocumentLink(page.equals(Site.DECISIONS) ? page + "/" + Site.FIRST : page, anchor, false);
    }

    /** Whether it leads into the sources of the project, which are no part of the site. */
    boolean isSource() {
        return page.startsWith("../");
    }

    /** The address on the site, as written in a page. */
    String from(String source) {
        if (isExternal) {
            return page;
        }
        String fragment = anchor.isEmpty() ? "" : "#" + anchor;
        return page.equals(source) && !anchor.isEmpty()
                ? fragment
                : DocumentPage.toTop(source) + DocumentPage.address(page) + fragment;
    }
}
