package io.millrace.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All documents as pages. The first page is {@code README.md}: its lists of links are the navigation, so that GitHub and the site
 * have the same. Decisions are listed on a page of their own.
 */
public final class Site {

    static final String FIRST = "README.md";

    /** The directory of the decisions. */
    static final String DECISIONS = "adr";

    private static final List<String> ASSETS = List.of("site.css", "site.js");

    private final Path documents;
    private final Map<String, DocumentPage> pages = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Navigation navigation;

    private Site(Path documents, Map<String, String> texts) {
        this.documents = documents;
        texts.forEach((name, text) -> pages.put(name, DocumentPage.of(name, text)));
        this.navigation = Navigation.of(texts.get(FIRST));
        for (DocumentPage page : pages.values()) {
            page.links().forEach(link -> check(page, link));
        }
        Set<String> unlisted = new HashSet<>(pages.keySet());
        unlisted.removeAll(navigation.pages());
        unlisted.stream()
                .filter(name -> !name.equals(FIRST) && !name.startsWith(DECISIONS + "/"))
                .sorted()
                .forEach(name -> problems.add(name + " is not listed in " + FIRST));
    }

    /** Reads all documents of a directory; what is wrong with them is among the {@link #problems}. */
    public static Site read(Path documents) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(documents)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".md")).toList()) {
                texts.put(documents.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        if (!texts.containsKey(FIRST)) {
            throw new IllegalArgumentException(documents + " has no " + FIRST);
        }
        texts.put(DECISIONS + "/" + FIRST, decisions(texts));
        return new Site(documents, texts);
    }

    /** Links that lead nowhere, pages that nothing leads to. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Writes the pages, what they are shown with, and a list of all files. */
    public void write(Path target) throws IOException {
        List<String> names = new ArrayList<>(ASSETS);
        Template template = new Template(resource("page.html"), navigation);
        for (DocumentPage page : pages.values()) {
            write(target, page.address(), template.fill(page), names);
        }
        write(target, "search.js", SearchIndex.of(pages.values()), names);
        for (String asset : ASSETS) {
            Files.writeString(target.resolve(asset), resource(asset));
        }
        try (Stream<Path> images = Files.list(documents.resolve("images"))) {
            Files.createDirectories(target.resolve("images"));
            for (Path image : images.sorted().toList()) {
                names.add("images/" + image.getFileName());
                Files.write(target.resolve("images/" + image.getFileName()), Files.readAllBytes(image));
            }
        }
        Files.write(target.resolve("files.txt"), names);
    }

    private static void write(Path target, String name, String content, List<String> names) throws IOException {
        Files.createDirectories(target.resolve(name).getParent());
        Files.writeString(target.resolve(name), content);
        names.add(name);
    }

    private static String decisions(Map<String, String> texts) {
        StringBuilder list = new StringBuilder("# Decisions\n\nWhy things are as they are, one decision each.\n\n");
        texts.forEach((name, text) -> {
            if (name.startsWith(DECISIONS + "/")) {
                String title = text.lines().findFirst().orElse("").replaceFirst("^# ", "");
                list.append("- [")
                        .append(title.replaceFirst("\\.", "\\\\."))
                        .append("](")
                        .append(name.substring(DECISIONS.length() + 1))
                        .append(")\n");
            }
        });
        return list.toString();
    }

    private void check(DocumentPage page, DocumentLink link) {
        if (link.isExternal()) {
            return;
        }
        DocumentPage target = pages.get(link.page());
        if (target != null) {
            if (!link.anchor().isEmpty() && !target.anchors().contains(link.anchor())) {
                problems.add(page.name() + ": no heading is called #" + link.anchor() + " in " + link.page());
            }
        } else if (!Files.exists(documents.resolve(link.page()))) {
            problems.add(page.name() + ": there is no " + link.page());
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Site.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
