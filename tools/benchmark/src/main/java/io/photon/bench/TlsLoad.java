// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Load over TLS by the JDK's client, in a process of its own; it speaks both versions of HTTP, so they can be compared.
 *
 * <pre>emit|fill|replay 1.1|2 PORT TOKEN KEYSTORE PASSWORD AT-A-TIME SECONDS|EVENTS</pre>
 *
 * Prints events/s. {@code emit} and {@code replay} go on for that many seconds, {@code fill} stores that many events.
 */
final class TlsLoad {

    static final String ALIAS = "photon";

    private static final int WARM_UP_PERCENT = 20;
    private static final int EVENTS_A_REQUEST = 2_000;
    private static final int OK = 200;

    private final HttpClient client;
    private final String base;
    private final String token;

    private TlsLoad(HttpClient client, String base, String token) {
        this.client = client;
        this.base = base;
        this.token = token;
    }

    public static void main(String[] args) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(args[1].equals("2") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(Path.of(args[4]), args[5].toCharArray()))
                .build();
        TlsLoad load = new TlsLoad(client, "https://127.0.0.1:" + args[2], args[3]);
        int much = Integer.parseInt(args[7]);
        double perSecond = switch (args[0]) {
            case "emit" -> load.emit(Integer.parseInt(args[6]), much);
            case "fill" -> load.fill(much);
            case "replay" -> load.replay(much);
            default -> throw new IllegalArgumentException(args[0]);
        };
        System.out.printf(Locale.ROOT, "%.1f%n", perSecond);
        System.exit(0); // the client's threads go on for a while
    }

    private static SSLContext trusting(Path store, char[] password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Token " + token);
    }

    private HttpRequest post(String path, String type, String body) {
        return request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** An event a request, this many requests at a time. */
    private double emit(int atATime, int seconds) throws Exception {
        Semaphore idle = new Semaphore(atATime);
        AtomicLong counted = new AtomicLong();
        AtomicReference<Throwable> failed = new AtomicReference<>();
        long start = System.nanoTime();
        long countFrom = start + seconds * 10_000_000L * WARM_UP_PERCENT;
        long end = start + seconds * 1_000_000_000L;
        for (int n = 0; System.nanoTime() < end && failed.get() == null; n++) {
            idle.acquire();
            HttpRequest request =
                    post("/api/event", "application/json", Events.json(Events.stream(n % 1_000), n, null));
            client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((answer, error) -> {
                if (error != null || answer.statusCode() != OK) {
                    failed.set(error != null ? error : new IOException(answer.statusCode() + " " + answer.body()));
                } else if (System.nanoTime() > countFrom) {
                    counted.incrementAndGet();
                }
                idle.release();
            });
        }
        double measured = (System.nanoTime() - countFrom) / 1e9;
        if (failed.get() != null) {
            throw new IOException("an emit failed", failed.get());
        }
        return counted.get() / measured;
    }

    private double fill(int events) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int n = 0; n < events; ) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < EVENTS_A_REQUEST && n < events; i++, n++) {
                lines.append(Events.json(Events.stream(n % 1_000), n, null)).append('\n');
            }
            HttpResponse<String> answer = client.send(
                    post("/api/events?ack=summary", "application/x-ndjson", lines.toString()),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
        }
        return events / ((System.nanoTime() - start) / 1e9);
    }

    /** The best of as many replays of all events as there is time for, at least two. */
    private double replay(int seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        double best = 0;
        for (int round = 0; round < 2 || System.nanoTime() < end; round++) {
            long start = System.nanoTime();
            HttpResponse<InputStream> answer = client.send(
                    request("/api/replay/__all__?type=cold").build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != OK) {
                throw new IOException("a replay was answered " + answer.statusCode());
            }
            best = Math.max(best, lines(answer.body()) / ((System.nanoTime() - start) / 1e9));
        }
        return best;
    }

    private static long lines(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
        return lines;
    }
}
