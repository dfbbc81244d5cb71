package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("<h\\d id=\"([^\"]*)\"");

    @TempDir
    Path directory;

    @Test
    void everyLinkOfTheDocumentsLeadsSomewhere() throws IOException {
        assertThat(Site.read(ROOT.resolve("docs")).problems()).isEmpty();
    }

    @Test
    void everyLinkOfTheFrontPagesLeadsSomewhere() throws IOException {
        for (String name : List.of("README.md", "DEVELOPMENT.md")) {
            for (DocumentLink link :
                    DocumentPage.of(name, Files.readString(ROOT.resolve(name))).links()) {
                if (link.isExternal()) {
                    continue;
                }
                Path target = ROOT.resolve(link.page());
                assertThat(target).as(name).exists();
                if (!link.anchor().isEmpty()) {
                    assertThat(DocumentPage.of(link.page(), Files.readString(target))
                                    .anchors())
                            .as(name)
                            .contains(link.anchor());
                }
            }
        }
    }

    @Test
    void everyReferenceOfThePagesIsAFileOrAHeadingOfTheSite() throws IOException {
        Path site = directory.resolve("site");
        Site.read(ROOT.resolve("docs")).write(site);
        List<String> names = Files.readAllLines(site.resolve("files.txt"));
        assertThat(names).contains("index.html", "sql.html", "adr/index.html", "site.js", "search.js");
        Map<Path, Set<String>> headings = new HashMap<>();
        for (String name : names) {
            assertThat(site.resolve(name)).exists();
            if (name.endsWith(".html")) {
                headings.put(site.resolve(name), headings(site.resolve(name)));
            }
        }
        int references = 0;
        for (String name : names) {
            if (name.endsWith(".html")) {
                references += checkReferences(site, name, headings);
            }
        }
        assertThat(references).isGreaterThan(1_000);
        assertThat(Files.readString(site.resolve("search.js"))).contains("[\"sql.html#transactions\", \"SQL\", ");
    }

    private static int checkReferences(Path site, String name, Map<Path, Set<String>> headings) throws IOException {
        String page = Files.readString(site.resolve(name));
        assertThat(page).doesNotContain("{{", "<style", " style=\"", "<script>");
        Matcher reference = REFERENCE.matcher(page);
        int references = 0;
        while (reference.find()) {
            String written = reference.group(1);
            if (!written.matches("https?:.*")) {
                String[] parts = written.split("#");
                Path target = parts[0].isEmpty()
                        ? site.resolve(name)
                        : site.resolve(name).resolveSibling(parts[0]);
                assertThat(target).as(name + ": " + written).isRegularFile();
                if (parts.length > 1) {
                    assertThat(headings.get(target.normalize()))
                            .as(name + ": " + written)
                            .contains(parts[1]);
                }
                references++;
            }
        }
        return references;
    }

    private static Set<String> headings(Path page) throws IOException {
        Matcher name = NAME.matcher(Files.readString(page));
        Set<String> names = new HashSet<>();
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    @Test
    void whatLeadsNowhereIsNamedWithItsPage() throws IOException {
        write("README.md", "# First\n\n## Pages\n\n- [One](one.md): the first\n- [Gone](gone.md)\n");
        write("one.md", "# One\n\nSee [there](#here), [two](two.md#below) and ![a picture](images/a.png).\n");
        write("two.md", "# Two\n\n## Above\n");
        assertThat(Site.read(directory).problems())
                .containsExactly(
                        "README.md: there is no gone.md",
                        "one.md: no heading is called #here in one.md",
                        "one.md: no heading is called #below in two.md",
                        "one.md: there is no images/a.png",
                        "two.md is not listed in README.md");
        assertThatThrownBy(() -> SiteGenerator.main(new String[] {
                    directory.toString(), directory.resolve("site").toString()
                }))
                .hasMessageContaining("one.md: there is no images/a.png");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.endsWith("site"));
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void headingsAreCalledAsOnGitHub() {
        DocumentPage page = DocumentPage.of(
                "x.md", "# `a.b` of C?\n\n## Tables that change\n\n## Tables that change\n\n### (Two) – x_y\n");
        assertThat(page.anchors()).containsExactly("ab-of-c", "tables-that-change", "tables-that-change-1", "two--x_y");
        assertThat(page.title()).isEqualTo("a.b of C?");
    }

    @Test
    void linksLeadToPagesAndSourcesAreNamedOnly() {
        DocumentPage page = DocumentPage.of(
                "adr/0001-x.md",
                "# X\n\n[a](../sql.md#types) [b](../adr) [c](#x) [d](https://example.com/x.md) [e](../../server/x)\n");
        assertThat(page.html())
                .contains("<a href=\"../sql.html#types\">a</a>")
                .contains("<a href=\"../adr/index.html\">b</a>")
                .contains("<a href=\"#x\">c</a>")
                .contains("<a href=\"https://example.com/x.md\">d</a> e</p>");
    }

    @Test
    void codeIsTextInColours() {
        assertThat(Highlighting.html("sql", "SELECT 'it''s <b>', 12.5 FROM t -- FROM\n"))
                .isEqualTo(
                        "<span class=\"k\">SELECT</span> <span class=\"s\">'it''s &lt;b&gt;'</span>, "
                                + "<span class=\"n\">12.5</span> <span class=\"k\">FROM</span> t <span class=\"c\">-- FROM</span>\n");
        assertThat(Highlighting.html("text", "a < 'b'")).isEqualTo("a &lt; 'b'");
        assertThat(DocumentPage.of("x.md", "# X\n\n<script>alert(1)</script>\n").html())
                .doesNotContain("<script>");
    }

    @Test
    void sectionsAreFoundByTheirWords() {
        DocumentPage page = DocumentPage.of(
                "x.md",
                "# X\n\nFirst `code`\nwords.\n\n| a | b |\n| --- | --- |\n| c | <d |\n\n## Two\n\n```sql\nSELECT \"1\"\n```\n");
        assertThat(SearchIndex.of(List.of(page)))
                .isEqualTo(
                        "window.millraceIndex = [\n[\"x.html\", \"X\", \"\", \"First code words. a b c \\u003cd\"],\n"
                                + "[\"x.html#two\", \"X\", \"Two\", \"SELECT \\\"1\\\"\"]\n];\n");
    }
}
