package io.millrace.endpoint.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /console/…} and {@code GET /docs/…}: the files of the console and of the documents, which are the same for everybody and
 * tell nothing of the server; no others. Browsers ask again whether they have changed.
 */
public final class PackagedFiles {

    /** Where the console is. */
    public static final String CONSOLE = "/console";

    /** Where the documents are. */
    public static final String DOCUMENTS = "/docs";

    /** Where the build has put the pages of the documents. */
    private static final String SITE = "/io/millrace/docs/site/";

    /** Nothing from elsewhere, nothing that is written into a page, nobody else's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final List<String> CONSOLE_FILES = List.of(
            "index.html",
            "style.css",
            "app.js",
            "server.js",
            "element.js",
            "editor.js",
            "completion.js",
            "grid.js",
            "chart.js",
            "query.js",
            "relations.js",
            "graph.js",
            "layout.js",
            "batches.js",
            "activity.js",
            "icon.svg",
            "lib/codemirror.js",
            "lib/uplot.js",
            "lib/uplot.css",
            "lib/LICENSES.txt");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "txt", "text/plain;charset=utf-8");

    private record Found(byte[] content, String type, String tag) {}

    private final String path;
    private final String directory;
    private final Set<String> names;
    private final Map<String, Found> files = new HashMap<>();

    /** @param directory where the files are among the resources, as this class names them */
    private PackagedFiles(String path, String directory, Collection<String> names) {
        this.path = path;
        this.directory = directory;
        this.names = Set.copyOf(names);
    }

    /** The console. */
    public static PackagedFiles console() {
        return new PackagedFiles(CONSOLE, "", CONSOLE_FILES);
    }

    /** The documents; nothing where the server was put together without them. */
    public static PackagedFiles documents() {
        try (InputStream in = PackagedFiles.class.getResourceAsStream(SITE + "files.txt")) {
            String names = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new PackagedFiles(DOCUMENTS, SITE, names.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether what a request names is here, be it there or not. */
    public boolean serves(String requested) {
        return requested.equals(path) || requested.startsWith(path + "/");
    }

    /**
     * Answers a request that it {@link #serves}.
     *
     * @return whether there is such a file
     */
    public boolean handle(String requested, Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        if (requested.equals(path)) {
            response.setStatus(308);
            headers.put(HttpHeader.LOCATION, path + "/");
            callback.succeeded();
            return true;
        }
        String name = requested.substring(path.length() + 1);
        Optional<Found> found = find(name.isEmpty() || name.endsWith("/") ? name + "index.html" : name);
        found.ifPresent(file -> {
            headers.put("Content-Security-Policy", POLICY);
            headers.put("X-Content-Type-Options", "nosniff");
            headers.put("Referrer-Policy", "no-referrer");
            headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
            headers.put(HttpHeader.ETAG, file.tag());
            if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
                response.setStatus(304);
                callback.succeeded();
            } else {
                headers.put(HttpHeader.CONTENT_TYPE, file.type());
                response.write(true, ByteBuffer.wrap(file.content()), callback);
            }
        });
        return found.isPresent();
    }

    private synchronized Optional<Found> find(String name) {
        return names.contains(name) ? Optional.of(files.computeIfAbsent(name, this::read)) : Optional.empty();
    }

    private Found read(String name) {
        try (InputStream in = PackagedFiles.class.getResourceAsStream(directory + name)) {
            byte[] content = in.readAllBytes();
            CRC32 sum = new CRC32();
            sum.update(name.getBytes(StandardCharsets.UTF_8));
            sum.update(content);
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            return new Found(content, type, "\"" + Long.toHexString(sum.getValue()) + "-" + content.length + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
