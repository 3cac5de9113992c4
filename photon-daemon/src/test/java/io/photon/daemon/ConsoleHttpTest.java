// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of the console as a browser gets them: without an identity, and with the headers that protect its pages. */
@Timeout(60)
class ConsoleHttpTest {

    @TempDir
    Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(
                Daemon.config(dir, "memory", HttpSettings.plain("localhost", 0).withBanner("<i>PRODUCTION")));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private HttpResponse<byte[]> ask(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(daemon.photon.url() + path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private String file(String name) throws Exception {
        String page = new String(ask("GET", "/").body(), StandardCharsets.UTF_8);
        Matcher found = Pattern.compile("src=\"(console/[0-9a-f]+/)app.js\"").matcher(page);
        assertTrue(found.find(), page);
        return "/" + found.group(1) + name;
    }

    @Test
    void thePageNeedsNoIdentityAndForbidsWhatItDoesNotNeed() throws Exception {
        for (String path : List.of("/", "/index.html", "/?anything=1")) {
            HttpResponse<byte[]> page = ask("GET", path);
            assertEquals(200, page.statusCode(), path);
            assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
            assertEquals("no-cache", header(page, "Cache-Control"));
            assertTrue(header(page, "Content-Security-Policy")
                    .startsWith("default-src 'none'; script-src 'self' 'sha256-"));
            assertEquals("DENY", header(page, "X-Frame-Options"));
            assertEquals("no-referrer", header(page, "Referrer-Policy"));
            assertEquals("nosniff", header(page, "X-Content-Type-Options"));
            assertTrue(new String(page.body(), StandardCharsets.UTF_8).contains("content=\"&lt;i>PRODUCTION\""));
        }
    }

    @Test
    void aFileIsKeptForEverAndComesCompressedWhereThatIsTaken() throws Exception {
        String app = file("app.js");
        HttpResponse<byte[]> plain = ask("GET", app);
        HttpResponse<byte[]> gzipped = ask("GET", app, "Accept-Encoding", "br, gzip;q=0.8");
        assertEquals("public, max-age=31536000, immutable", header(plain, "Cache-Control"));
        assertEquals("text/javascript; charset=utf-8", header(plain, "Content-Type"));
        assertEquals("", header(plain, "Content-Encoding"));
        assertEquals("gzip", header(gzipped, "Content-Encoding"));
        assertEquals("Accept-Encoding", header(gzipped, "Vary"));
        assertArrayEquals(plain.body(), new GZIPInputStream(new ByteArrayInputStream(gzipped.body())).readAllBytes());
        assertEquals("", header(ask("GET", app, "Accept-Encoding", "gzip;q=0"), "Content-Encoding"));
    }

    @Test
    void whatABrowserHasIsNotSentAgain() throws Exception {
        for (String path : List.of("/", file("style.css"))) {
            HttpResponse<byte[]> again = ask("GET", path, "If-None-Match", header(ask("GET", path), "ETag"));
            assertEquals(304, again.statusCode());
            assertEquals(0, again.body().length);
        }
    }

    @Test
    void onlyFilesOfTheConsoleAreThere() throws Exception {
        String app = file("app.js");
        for (String path : List.of(
                app.replaceFirst("/[0-9a-f]{16}/", "/0123456789abcdef/"),
                app.replace("app.js", "files"),
                app.replace("app.js", "..%2Fpackage-info.class"),
                app.replace("app.js", "../../../photon/cli/version.properties"),
                app.replace("app.js", "%2e%2e/ConsoleFiles.class"),
                app.replace("app.js", "pages/"))) {
            HttpResponse<byte[]> answer = ask("GET", path);
            assertEquals(404, answer.statusCode(), path);
            assertEquals("no-store", header(answer, "Cache-Control"));
        }
    }

    @Test
    void aHeadIsAnsweredAndNothingElseIsTaken() throws Exception {
        HttpResponse<byte[]> head = ask("HEAD", "/");
        assertEquals(200, head.statusCode());
        assertEquals(0, head.body().length);
        HttpResponse<byte[]> post = ask("POST", "/");
        assertEquals(405, post.statusCode());
        assertEquals("GET, HEAD", header(post, "Allow"));
    }

    @Test
    void aPageIsNotAskedByItsBrowserForAPassword() throws Exception {
        assertEquals("Basic realm=\"photon\"", header(ask("GET", "/api/ping"), "WWW-Authenticate"));
        HttpResponse<byte[]> byPage = ask("GET", "/api/ping", "X-Requested-With", "photon");
        assertEquals(401, byPage.statusCode());
        assertEquals("Bearer realm=\"photon\"", header(byPage, "WWW-Authenticate"));
    }
}
