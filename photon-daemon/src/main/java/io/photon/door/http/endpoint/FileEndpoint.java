// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.endpoint;

import io.photon.door.http.wire.call.Call;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that is the same for everybody: read at the first request, then kept. A browser asks each time whether it is
 * still the same, and a page gets nothing from elsewhere, no script or style in itself, and no frame around it. Thread-safe.
 */
public final class FileEndpoint implements Endpoint {

    private static final HttpString POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString REFERRER = new HttpString("Referrer-Policy");
    private static final String STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", Call.JSON);

    private static final int NOT_MODIFIED = 304;

    /** @param tag tells one content from another */
    private record Content(byte[] bytes, ETag tag) {}

    private final @Nullable String type;
    private final Supplier<byte[]> source;
    private volatile @Nullable Content content;

    private FileEndpoint(@Nullable String type, Supplier<byte[]> source) {
        this.type = type;
        this.source = source;
    }

    /** A file of the jar. @param of the room it belongs to @param name with an ending that tells its type */
    public static FileEndpoint resource(Class<?> of, String name) {
        return new FileEndpoint(
                Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1))), () -> read(of, name));
    }

    /** A JSON document that is made once, when it is asked for. */
    public static FileEndpoint json(Supplier<byte[]> document) {
        return new FileEndpoint(Call.JSON, document);
    }

    private static byte[] read(Class<?> of, String name) {
        try (InputStream file = of.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("no file " + name + " in the jar");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(Call call) {
        if (content == null) {
            call.onWorker(() -> {
                content();
                call.onIo(() -> call.guarded(() -> answer(call)));
            });
        } else {
            answer(call);
        }
    }

    private void answer(Call call) {
        Content file = content();
        HeaderMap headers = call.exchange().getResponseHeaders();
        headers.put(Headers.CACHE_CONTROL, "no-cache")
                .put(Headers.ETAG, file.tag().toString());
        headers.put(POLICY, STRICT).put(REFERRER, "no-referrer");
        boolean known = !ETagUtils.handleIfNoneMatch(call.exchange(), file.tag(), true);
        call.answerFile(known ? NOT_MODIFIED : 200, type, known ? new byte[0] : file.bytes());
    }

    private Content content() {
        Content made = content;
        if (made == null) {
            byte[] bytes = source.get();
            made = new Content(bytes, new ETag(false, digest(bytes)));
            content = made;
        }
        return made;
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
