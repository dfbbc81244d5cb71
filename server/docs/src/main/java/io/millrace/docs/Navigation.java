package io.millrace.docs;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/**
 * The groups of pages, in their order.
 *
 * @param groups the headings of the first page that have lists of pages below them
 */
record Navigation(List<Group> groups) {

    /** Pages that belong together. */
    record Group(String title, List<Entry> entries) {}

    /**
     * A page.
     *
     * @param page the name of its document
     */
    record Entry(String title, String page) {}

    /** Reads the lists of the first page: the first link of each item. */
    static Navigation of(String markdown) {
        List<Group> groups = new ArrayList<>();
        Node document = Parser.builder().build().parse(markdown);
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading && heading.getLevel() == 2) {
                groups.add(new Group(PageRenderer.text(heading), new ArrayList<>()));
            } else if (node instanceof BulletList list && !groups.isEmpty()) {
                groups.get(groups.size() - 1).entries().addAll(entries(list));
            }
        }
        groups.removeIf(group -> group.entries().isEmpty());
        return new Navigation(List.copyOf(groups));
    }

    private static List<Entry> entries(BulletList list) {
        List<Entry> entries = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            List<Link> links = new ArrayList<>();
            item.accept(new AbstractVisitor() {
                @Override
                public void visit(Link link) {
                    links.add(link);
                }
            });
            if (!links.isEmpty()) {
                Link first = links.get(0);
                String page =
                        DocumentLink.of(Site.FIRST, first.getDestination()).page();
                entries.add(new Entry(PageRenderer.text(first), page));
            }
        }
        return entries;
    }

    /** The documents that are listed. */
    List<String> pages() {
        return groups.stream()
                .flatMap(group -> group.entries().stream())
                .map(Entry::page)
                .toList();
    }
}
