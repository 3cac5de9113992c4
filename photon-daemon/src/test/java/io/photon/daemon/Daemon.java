// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.fail;

import io.photon.budget.Budget;
import io.photon.door.http.wire.HttpSettings;
import io.photon.projection.ProjectionSettings;
import io.photon.result.Result;
import io.photon.store.EventStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A daemon in this process, on a free port, and a plain client for it. */
final class Daemon implements AutoCloseable {

    static final String NDJSON = "application/x-ndjson";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Photon photon;

    private Daemon(Photon photon) {
        this.photon = photon;
    }

    static Daemon memory(Path dir) {
        return start(config(dir, "memory", HttpSettings.plain("localhost", 0)));
    }

    /** With feeds, which are open. */
    static Daemon withFeeds(Path dir, FeedConfig feeds) {
        Daemon daemon =
                start(config(dir, "memory", HttpSettings.plain("localhost", 0)).withFeeds(feeds));
        daemon.photon.openLateDoors();
        return daemon;
    }

    static PhotonConfig config(Path dir, String backend, HttpSettings http) {
        return new PhotonConfig(
                StoreConfig.of(backend, dir),
                dir.resolve("run"),
                "admin",
                "p4010n",
                "test",
                http,
                ProjectionSettings.plain());
    }

    static Daemon start(PhotonConfig config) {
        return started(Photon.start(config));
    }

    /** Over a store of the test's own. */
    static Daemon over(EventStore store, Path dir) {
        return started(Photon.start(config(dir, "memory", HttpSettings.plain("localhost", 0)), store));
    }

    private static Daemon started(Result<Photon> started) {
        if (started instanceof Result.Err<Photon> err) {
            return fail(err.failure().toString());
        }
        return new Daemon(((Result.Ok<Photon>) started).value());
    }

    /** One with a budget of its own for the bytes in flight. */
    static Daemon start(PhotonConfig config, Budget budget) {
        return started(Photon.start(config, budget));
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(photon.url() + target))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Token " + photon.token());
    }

    HttpResponse<String> get(String target) {
        return send(request(target).GET());
    }

    HttpResponse<String> delete(String target) {
        return send(request(target).DELETE());
    }

    HttpResponse<String> post(String target, String type, String body, String... headers) {
        HttpRequest.Builder request =
                request(target).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> emit(String body, String... headers) {
        return post("/api/event", "application/json", body, headers);
    }

    HttpResponse<String> events(String target, String lines, String... headers) {
        return post(target, NDJSON, lines, headers);
    }

    /** The status of an answer that may never end. */
    static int status(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            return fail(e);
        }
    }

    /**
     * A long answer, to be read bit by bit. Of one that breaks off all that came is read first; the JDK's other client drops
     * its last buffer then.
     */
    InputStream open(String target, String... headers) throws IOException {
        String[] known = {"Authorization", "Token " + photon.token()};
        return openAsAnybody(
                target, Stream.of(known, headers).flatMap(Stream::of).toArray(String[]::new));
    }

    /** The same without an identity, unless the headers or the target bring one. */
    InputStream openAsAnybody(String target, String... headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(photon.url() + target).toURL().openConnection();
        connection.setConnectTimeout(30_000);
        connection.setReadTimeout(30_000);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        return connection.getInputStream();
    }

    /** A connection without any client's help. */
    Socket socket() throws IOException {
        Socket socket = new Socket("127.0.0.1", photon.port());
        socket.setSoTimeout(60_000); // passwords are slow to check, and guesses wait, on a busy machine longer
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Sends text as it is, and reads until the daemon closes. */
    String raw(String text) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String authorization() {
        return "Authorization: Token " + photon.token() + "\r\n";
    }

    static String event(String stream, int n) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":{\"n\":" + n + "}}";
    }

    @Override
    public void close() {
        photon.close();
    }
}
