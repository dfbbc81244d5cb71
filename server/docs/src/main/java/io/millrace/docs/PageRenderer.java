package io.millrace.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** Makes the HTML of one document. */
final class PageRenderer {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private final String name;
    private final Anchors anchors = new Anchors();
    private final List<DocumentPage.Section> sections = new ArrayList<>();
    private final List<DocumentLink> links = new ArrayList<>();

    PageRenderer(String name) {
        this.name = name;
    }

    DocumentPage render(String markdown) {
        Node document = Parser.builder().extensions(EXTENSIONS).build().parse(markdown);
        String html = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .nodeRendererFactory(OurNodes::new)
                .build()
                .render(document);
        addTexts(document);
        return new DocumentPage(name, sections.get(0).heading(), html, List.copyOf(sections), List.copyOf(links));
    }

    /** What the site renders in its own way: headings with names, links between pages, code in colours. */
    private final class OurNodes implements NodeRenderer {

        private final HtmlNodeRendererContext context;
        private final HtmlWriter html;

        OurNodes(HtmlNodeRendererContext context) {
            this.context = context;
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Heading.class, Link.class, Image.class, FencedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            if (node instanceof Heading heading) {
                heading(heading);
            } else if (node instanceof Link link) {
                link(link);
            } else if (node instanceof Image image) {
                image(image);
            } else if (node instanceof FencedCodeBlock block) {
                html.line();
                html.tag("pre", Map.of("class", "code"));
                html.tag("code");
                html.raw(Highlighting.html(block.getInfo(), block.getLiteral()));
                html.tag("/code");
                html.tag("/pre");
                html.line();
            }
        }

        private void heading(Heading heading) {
            String text = text(heading);
            String anchor = anchors.next(text);
            sections.add(new DocumentPage.Section(heading.getLevel(), anchor, text, ""));
            String tag = "h" + heading.getLevel();
            html.line();
            html.tag(tag, Map.of("id", anchor));
            children(heading);
            if (heading.getLevel() > 1) {
                html.tag("a", Map.of("class", "anchor", "href", "#" + anchor, "aria-label", "Link to this heading"));
                html.text("#");
                html.tag("/a");
            }
            html.tag("/" + tag);
            html.line();
        }

        private void link(Link node) {
            DocumentLink link = resolved(node.getDestination());
            boolean linked = !link.isSource();
            if (linked) {
                html.tag("a", Map.of("href", link.from(name)));
            }
            children(node);
            if (linked) {
                html.tag("/a");
            }
        }

        private void image(Image image) {
            DocumentLink link = resolved(image.getDestination());
            html.tag("img", Map.of("src", link.from(name), "alt", text(image), "loading", "lazy"), true);
        }

        private DocumentLink resolved(String destination) {
            DocumentLink link = DocumentLink.of(name, destination);
            links.add(link);
            return link;
        }

        private void children(Node parent) {
            for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }
    }

    private void addTexts(Node document) {
        int section = -1;
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading) {
                section++;
            } else if (section >= 0) {
                DocumentPage.Section before = sections.get(section);
                sections.set(
                        section,
                        new DocumentPage.Section(
                                before.level(),
                                before.anchor(),
                                before.heading(),
                                (before.text() + " " + text(node)).strip()));
            }
        }
    }

    /** The words of a node, without marks. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text words) {
                text.append(words.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock block) {
                text.append(block.getLiteral()).append(' ');
            }

            @Override
            public void visit(Paragraph paragraph) {
                visitChildren(paragraph);
                text.append(' ');
            }

            @Override
            public void visit(SoftLineBreak line) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak line) {
                text.append(' ');
            }

            @Override
            public void visit(CustomNode cell) {
                visitChildren(cell);
                text.append(' ');
            }
        });
        return text.toString().strip();
    }
}
