// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.console;

import io.photon.door.http.wire.call.Call;
import io.photon.result.Failure;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers {@code /}, {@code /index.html} and {@code /console/HASH/…} with the files of the console; they are no secret. Thread-safe. */
public final class ConsoleEndpoint {

    private static final HttpString POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString FRAMES = new HttpString("X-Frame-Options");
    private static final HttpString REFERRER = new HttpString("Referrer-Policy");
    private static final HttpString OPENER = new HttpString("Cross-Origin-Opener-Policy");
    private static final HttpString RESOURCES = new HttpString("Cross-Origin-Resource-Policy");
    private static final int NOT_MODIFIED = 304;
    private static final int PERMANENT_REDIRECT = 308;

    private final String banner;
    private final String basePath;
    private volatile @Nullable ConsoleFiles files;

    /**
     * @param banner what each page says at its top, e.g. PRODUCTION; empty for nothing
     * @param basePath before every path: empty, or beginning with a slash and ending without one
     */
    public ConsoleEndpoint(String banner, String basePath) {
        this.banner = banner;
        this.basePath = basePath;
    }

    /** Whether a path is one of the console's. */
    public boolean isAt(List<String> segments) {
        String first = segments.get(0);
        return segments.size() == 1 && (first.isEmpty() || first.equals("index.html"))
                || segments.size() > 2 && first.equals("console");
    }

    /** Answers a GET or a HEAD. */
    public void handle(Call call) {
        if (files == null) {
            call.onWorker(() -> {
                files(); // reads and compresses them
                call.onIo(() -> call.guarded(() -> answer(call)));
            });
        } else {
            answer(call);
        }
    }

    private synchronized ConsoleFiles files() {
        if (files == null) {
            files = new ConsoleFiles(banner);
        }
        return files;
    }

    private void answer(Call call) {
        List<String> segments = call.target().segments();
        if (isBaseItself(call, segments)) {
            // Addresses in the page are relative, so that a proxy may put any path in front of them.
            call.exchange().getResponseHeaders().put(Headers.LOCATION, basePath + "/");
            call.exchange().setStatusCode(PERMANENT_REDIRECT).endExchange();
            return;
        }
        if (segments.size() == 1) {
            page(call);
            return;
        }
        String name = String.join("/", segments.subList(2, segments.size()));
        ConsoleFiles all = files();
        ConsoleFile file = segments.get(1).equals(all.hash()) ? all.file(name) : null;
        if (file == null) {
            call.answer(Failure.of(
                    Failure.Kind.NOT_FOUND,
                    "the console has no such file",
                    "it may be one of another version; load the page again"));
            return;
        }
        HeaderMap headers = call.exchange().getResponseHeaders();
        headers.put(Headers.CACHE_CONTROL, "public, max-age=31536000, immutable");
        headers.put(RESOURCES, "same-origin");
        send(call, file, '"' + all.hash() + '"');
    }

    /** Whether the base path was asked for without the slash that makes a folder of it. */
    private boolean isBaseItself(Call call, List<String> segments) {
        return !basePath.isEmpty()
                && segments.size() == 1
                && segments.get(0).isEmpty()
                && !call.exchange().getRequestURI().endsWith("/");
    }

    private void page(Call call) {
        HeaderMap headers = call.exchange().getResponseHeaders();
        headers.put(Headers.CACHE_CONTROL, "no-cache");
        headers.put(POLICY, files().policy());
        headers.put(FRAMES, "DENY");
        headers.put(REFERRER, "no-referrer");
        headers.put(OPENER, "same-origin");
        headers.put(RESOURCES, "same-origin");
        send(call, files().index(), '"' + Integer.toHexString(banner.hashCode()) + '-' + files().hash() + '"');
    }

    private static void send(Call call, ConsoleFile file, String tag) {
        HeaderMap headers = call.exchange().getResponseHeaders();
        headers.put(Headers.ETAG, tag);
        headers.put(Headers.VARY, "Accept-Encoding");
        String known = call.header(Headers.IF_NONE_MATCH_STRING);
        if (known != null && known.contains(tag)) {
            call.exchange().setStatusCode(NOT_MODIFIED).endExchange();
        } else if (takesGzip(call)) {
            headers.put(Headers.CONTENT_ENCODING, "gzip");
            call.answerFile(200, file.type(), file.gzipped());
        } else {
            call.answerFile(200, file.type(), file.plain());
        }
    }

    private static boolean takesGzip(Call call) {
        String accepted = call.header(Headers.ACCEPT_ENCODING_STRING);
        if (accepted == null) {
            return false;
        }
        for (String each : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String coding = each.replace(" ", "");
            if (coding.equals("gzip") || coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }
}
