// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.door.http.wire.HttpSettings;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at the address of a hook, who may cost little. */
@Timeout(90)
class HookStrangersHttpTest {

    private static final String SECRET = "a secret that both sides know";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String LARGE = "{\"text\":\"" + "x".repeat(70_000) + "\"}";

    @TempDir
    Path dir;

    private Daemon daemon;

    @BeforeEach
    void start() {
        daemon = Daemon.start(Daemon.config(dir, "file", HttpSettings.plain("localhost", 0)));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    void whereThereIsNoHookNoBodyIsWaitedFor() throws IOException {
        assertTrue(daemon.raw(head("none", 1_000_000)).startsWith("HTTP/1.1 401 "));
    }

    @Test
    void strangersHoldNoMemoryByAnnouncingMuchAndNoConnectionByDribbling() throws Exception {
        daemon.close();
        daemon = Daemon.start(
                Daemon.config(dir, "file", HttpSettings.plain("localhost", 0).withTimes(10_000, 3_000, 60_000)));
        hook();
        int port = URI.create(daemon.photon.url()).getPort();
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                Socket stranger = new Socket("localhost", port);
                strangers.add(stranger);
                stranger.setSoTimeout(30_000);
                stranger.getOutputStream().write((head("gh", 15 << 20) + "x").getBytes(StandardCharsets.US_ASCII));
            }
            HttpRequest.Builder right = HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/hooks/gh"))
                    .headers("X-GitHub-Delivery", "1", "X-Hub-Signature-256", Signing.github(SECRET, "{}"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            assertEquals(200, Daemon.send(right).statusCode());
            String answer = dribbled(strangers.get(0));
            assertTrue(answer.startsWith("HTTP/1.1 504 "), answer);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private HttpRequest large(String name, String signature) {
        return HttpRequest.newBuilder(URI.create(daemon.photon.url() + "/hooks/" + name))
                .headers("X-GitHub-Delivery", "1", "X-Hub-Signature-256", signature)
                .POST(HttpRequest.BodyPublishers.ofString(LARGE))
                .build();
    }

    private void hook() {
        daemon.post(
                "/api/hook",
                "application/json",
                "{\"hook\":\"gh\",\"stream\":\"came\",\"scheme\":\"github\",\"secret\":\"" + SECRET + "\"}");
    }

    @Test
    void whatIsLargeIsNotHashedOnTheThreadsThatServeAllOthers() throws Exception {
        hook();
        HttpRequest right = large("gh", Signing.github(SECRET, LARGE));
        long before = nanosOfWorkers();
        assertEquals(
                200, CLIENT.send(right, HttpResponse.BodyHandlers.discarding()).statusCode());
        long took = nanosOfWorkers() - before;
        assertTrue(took > 0, "no worker had a part in it");
    }

    private static long nanosOfWorkers() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("photon-http task-"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    @Test
    void aLargeDeliveryThatIsWrongIsAGuessEachTimeThatItComes() {
        hook();
        HttpRequest wrong = large("gh", "sha256=" + "f".repeat(64));
        List<CompletableFuture<Integer>> all = Stream.generate(
                        () -> CLIENT.sendAsync(wrong, HttpResponse.BodyHandlers.discarding())
                                .thenApply(HttpResponse::statusCode))
                .limit(40)
                .toList();
        List<Integer> statuses = all.stream().map(CompletableFuture::join).toList();
        assertTrue(statuses.stream().allMatch(status -> status == 401 || status == 503), "" + statuses);
        assertTrue(statuses.contains(401), "" + statuses);
        assertTrue(daemon.get("/api/log").body().contains("too many failed logins"), "" + statuses);
    }

    @Test
    void aLoginThatDribblesHoldsNoConnectionAndOneThatAnnouncesMuchNoMemory() throws Exception {
        daemon.close();
        daemon = Daemon.start(
                Daemon.config(dir, "file", HttpSettings.plain("localhost", 0).withTimes(10_000, 3_000, 60_000)));
        int port = URI.create(daemon.photon.url()).getPort();
        for (String path : List.of("/auth/login", "/auth/refresh")) {
            try (Socket stranger = new Socket("localhost", port)) {
                stranger.getOutputStream().write((post(path, 60_000) + "{").getBytes(StandardCharsets.US_ASCII));
                Eventually.holds("it is read", () -> daemon.photon.http().requests() == 1);
                assertTrue(daemon.photon.http().inboundBytes() < 60_000, "what was announced is not there yet");
                String answer = dribbled(stranger);
                assertTrue(answer.startsWith("HTTP/1.1 504 "), path + ": " + answer);
            }
            Eventually.holds("it is over", () -> daemon.photon.http().requests() == 0);
        }
    }

    /** Sends a byte each time that nothing is answered yet. @return the first line of the answer */
    private static String dribbled(Socket slow) throws IOException {
        StringBuilder answer = new StringBuilder();
        slow.setSoTimeout(100);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (answer.indexOf("\r\n") < 0 && System.nanoTime() < end) {
            try {
                int next = slow.getInputStream().read();
                assertTrue(next >= 0, "closed without an answer");
                answer.append((char) next);
            } catch (SocketTimeoutException e) {
                slow.getOutputStream().write('x');
            }
        }
        return answer.toString();
    }

    private static String head(String name, int length) {
        return post("/hooks/" + name, length);
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
