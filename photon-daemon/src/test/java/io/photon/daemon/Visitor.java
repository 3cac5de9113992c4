// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks a daemon with what a test shows, and nothing else. */
record Visitor(Daemon daemon) {

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder request(String target, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(daemon.photon.url() + target)).timeout(Duration.ofSeconds(90));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    HttpResponse<String> get(String target, String... headers) {
        return Daemon.send(request(target, headers).GET());
    }

    HttpResponse<String> delete(String target, String... headers) {
        return Daemon.send(request(target, headers).DELETE());
    }

    HttpResponse<String> post(String target, String json, String... headers) {
        return Daemon.send(request(target, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }
}
