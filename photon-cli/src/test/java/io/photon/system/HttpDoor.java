// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the tests ask of a daemon, as any HTTP client would. */
final class HttpDoor {

    static final JsonMapper JSON = new JsonMapper();

    private final URI base;
    private final String token;

    HttpDoor(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    URI base() {
        return base;
    }

    String token() {
        return token;
    }

    /** Appends one event and returns the daemon's answer, whatever it is. */
    HttpResponse<String> post(String path, String type, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> emit(String json) throws IOException {
        return post("/api/event", "application/json", json);
    }

    /** Appends if the stream's last order-id is the expected one: {@code none}, or a number. */
    HttpResponse<String> emit(String json, String expected) throws IOException {
        return send(request("/api/event")
                .header("Content-Type", "application/json")
                .header("Expect-Last-Order-Id", expected)
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    /** Appends and returns the order-id; fails the test when it was not stored. */
    long stored(String json) throws IOException {
        HttpResponse<String> response = emit(json);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body()).get("order-id").longValue();
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> delete(String path) throws IOException {
        return send(request(path).DELETE().build());
    }

    JsonNode json(String path) throws IOException {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    /** All events of a stream, one line each. */
    List<String> replay(String stream) throws IOException {
        HttpResponse<String> response = get("/api/replay/" + encode(stream) + "?type=cold");
        assertEquals(200, response.statusCode(), response.body());
        return response.body().lines().toList();
    }

    /**
     * An open response body; the caller closes it. When the answer breaks off, all that came is read before the exception:
     * the JDK's other client drops its last buffer then, and with it the line that says why.
     */
    InputStream open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection();
        connection.setConnectTimeout(30_000);
        connection.setReadTimeout(60_000);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        assertEquals(200, connection.getResponseCode());
        return connection.getInputStream();
    }

    HttpResponse<String> upload(String path, Path file) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/x-ndjson")
                .timeout(Duration.ofMinutes(3))
                .POST(BodyPublishers.ofFile(file))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return DaemonProcess.CLIENT.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
