// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that may open few files and sockets: many deletions, and more connections than it can have. */
class DescriptorsSystemTest {

    private static final int FEW = 160;
    private static final Pattern SEGMENTS = Pattern.compile("\"segments\":(\\d+)");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"file", "h2"})
    void hundredsOfDeletionsNeedNoMoreDescriptorsThanTheFirst(String backend) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.startWithDescriptors(FEW, home, "-db.backend", backend)) {
            deletions(daemon, 200, 100);
            assertEquals(0, daemon.stop());
        }
    }

    @ParameterizedTest
    @Tag("soak")
    @ValueSource(strings = {"file", "h2"})
    void threeThousandDeletionsLeaveAtMostFiftySegmentsAndThreeHundredDescriptors(String backend) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", backend)) {
            deletions(daemon, 3_000, 300);
            daemon.kill();
        }
        try (DaemonProcess daemon = DaemonProcess.startWithDescriptors(FEW, home, "-db.backend", backend)) {
            assertEquals(3_000, daemon.http().replay("kept").size());
            assertEquals(0, daemon.stop());
        }
    }

    private static void deletions(DaemonProcess daemon, int count, int mostDescriptors) throws Exception {
        for (int i = 0; i < count; i++) {
            daemon.http().stored(event("kept", i));
            daemon.http().stored(event("gone-" + i, i));
            assertEquals(200, daemon.http().delete("/api/stream/gone-" + i).statusCode());
            if (i % 50 == 0) {
                assertTrue(descriptors(daemon) <= mostDescriptors, descriptors(daemon) + " descriptors after " + i);
            }
        }
        Eventually.within(
                60,
                () -> stats(daemon).contains("\"pending-streams\":0"),
                () -> "deletions are not erased: " + stats(daemon));
        assertTrue(descriptors(daemon) <= mostDescriptors, descriptors(daemon) + " descriptors");
        Matcher segments = SEGMENTS.matcher(stats(daemon));
        assertTrue(segments.find(), stats(daemon));
        assertTrue(Integer.parseInt(segments.group(1)) <= 50, segments.group(1) + " segments");
        assertEquals(count, daemon.http().replay("kept").size());
        assertEquals(200, daemon.http().get("/ready").statusCode());
    }

    @Test
    void moreConnectionsThanThereCanBeWaitAndAreServedAsSoonAsOthersGo() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.startWithDescriptors(FEW, home, "-db.backend", "file")) {
            URI url = daemon.http().base();
            daemon.http().stored(event("before", 1));
            List<Socket> idle = new ArrayList<>();
            for (int i = 0; i < 2 * FEW; i++) {
                idle.add(new Socket(InetAddress.getByName(url.getHost()), url.getPort()));
            }
            Eventually.within(60, () -> descriptors(daemon) > FEW / 2, () -> descriptors(daemon) + " descriptors");
            // Who is connected is served, and what needs a new file can be done: a segment is sealed for this deletion.
            daemon.http().stored(event("gone", 2));
            assertEquals(200, daemon.http().delete("/api/stream/gone").statusCode());
            Eventually.within(
                    60, () -> stats(daemon).contains("\"pending-streams\":0"), () -> "not erased: " + stats(daemon));
            for (Socket one : idle) {
                one.close();
            }
            long closed = System.nanoTime();
            assertTrue(answer(url).startsWith("HTTP/1.1 200"), "no answer after the others have gone");
            long waitedMs = (System.nanoTime() - closed) / 1_000_000;
            assertTrue(waitedMs < 10_000, "accepting began again only after " + waitedMs + " ms");
            assertTrue(!daemon.stderr().contains("Too many open files"), daemon.stderr());
            assertEquals(0, daemon.stop());
        }
    }

    private static String answer(URI url) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName(url.getHost()), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    private static String stats(DaemonProcess daemon) {
        try {
            return daemon.http().get("/api/stats").body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long descriptors(DaemonProcess daemon) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(daemon.pid()), "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String event(String stream, int n) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"payload\":" + n + "}";
    }
}
