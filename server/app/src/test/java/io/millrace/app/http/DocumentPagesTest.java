package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.MillraceServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The documents, as a server serves them. What they link to is looked at where they are made. */
class DocumentPagesTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void documentsAreServedBesideTheConsoleAndNothingElseIs() throws Exception {
        try (MillraceServer server = MillraceServer.start(Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString()))) {
            String address = server.url().replace("jdbc:millrace:", "http:") + "/docs";
            assertThat(get(address).headers().firstValue("Location")).hasValue("/docs/");
            HttpResponse<String> first = get(address + "/");
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.body()).contains("href=\"getting-started.html\"");
            assertThat(first.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(get(address + "/adr/").body()).contains("<h1 id=\"decisions\">");
            assertThat(type(address + "/sql.html")).isEqualTo("text/html;charset=utf-8");
            assertThat(type(address + "/search.js")).isEqualTo("text/javascript;charset=utf-8");
            assertThat(type(address + "/images/console-query.png")).isEqualTo("image/png");
            for (String other : new String[] {"files.txt", "sql.md", "images/", "../SiteGenerator.class"}) {
                assertThat(get(address + "/" + other).statusCode()).as(other).isIn(400, 404);
            }
        }
    }

    @Test
    @Timeout(60)
    void searchFindsSectionsAndThePolicyOfThePagesLetsIt() throws Exception {
        Optional<Path> program = Browser.program();
        assumeTrue(program.isPresent(), "there is no Chromium; apt-get install chromium brings one");
        try (MillraceServer server = MillraceServer.start(Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString()))) {
            Browser page = Browser.open(program.get(), 1280, 800);
            try {
                page.go(server.url().replace("jdbc:millrace:", "http:") + "/docs/adr/");
                page.await("document.readyState === 'complete' && document.getElementById('search')");
                page.evaluate("document.getElementById('search').focus()");
                page.type("write_conflict codes");
                page.await("document.querySelector('#found a')?.textContent.startsWith('Errors › Codes')");
                page.press("Enter", 13, false);
                page.await("location.pathname === '/docs/errors.html' && location.hash === '#codes'");
                assertThat(page.complaints()).isEmpty();
            } finally {
                page.close();
            }
        }
    }

    private String type(String address) throws Exception {
        HttpResponse<String> response = get(address);
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.headers().firstValue("Content-Type").orElseThrow();
    }

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
