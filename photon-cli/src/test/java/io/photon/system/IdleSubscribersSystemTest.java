// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reliability scenario 16. */
class IdleSubscribersSystemTest {

    @TempDir
    Path home;

    @Test
    void aThousandIdleSubscribersCostLittleAndLeaveNothingBehind() throws Exception {
        comeAndGo(1_000, 1);
    }

    @Test
    @Tag("soak")
    void fiveThousandIdleSubscribersLeaveNothingBehindTenTimesInARow() throws Exception {
        comeAndGo(5_000, 10);
    }

    private void comeAndGo(int count, int rounds) throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home)) {
            daemon.http().stored(event(0));
            visit(daemon, 50); // once, so that what is made on first use is there
            Footprint before = Footprint.of(daemon);
            for (int round = 0; round < rounds; round++) {
                Footprint during = visit(daemon, count);
                long addedBytes = during.heapBytes() - before.heapBytes();
                System.out.println("IdleSubscribersSystemTest " + count + " subscribers: " + addedBytes
                        + " bytes of heap, " + (during.threads() - before.threads()) + " threads");
                assertTrue(during.files() >= before.files() + count, "the subscribers were there: " + during);
                assertTrue(
                        addedBytes < (64L << 20) * count / 1_000, "heap of " + count + " subscribers: " + addedBytes);
                assertTrue(during.threads() <= before.threads() + 8, before + " became " + during);
            }
            Footprint after = Footprint.of(daemon);
            assertTrue(after.threads() <= before.threads() + 2, before + " became " + after);
            assertTrue(after.heapBytes() < before.heapBytes() + (8 << 20), before + " became " + after);
            daemon.http().stored(event(1));
        }
    }

    /** Comes with many sockets, looks, and goes with all of them at once; the daemon notices. */
    private static Footprint visit(DaemonProcess daemon, int count) throws Exception {
        int filesBefore = Footprint.files(daemon);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(
                        daemon.http().base().getHost(), daemon.http().base().getPort());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(("GET /api/replay/" + (i % 10 == 0 ? "busy" : "s")
                                        + "?type=hot HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                        + daemon.http().token() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            Eventually.within(60, () -> subscribers(daemon) == count, () -> subscribersText(daemon));
            Footprint idle = Footprint.of(daemon);
            // One in ten has something on its way to it when all of them go.
            daemon.http().post("/api/events?ack=summary", "application/x-ndjson", busyEvents());
            return idle;
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            Eventually.within(60, () -> subscribers(daemon) == 0, () -> subscribersText(daemon));
            // The tests' own client may have opened a connection or two more.
            Eventually.within(
                    60,
                    () -> Footprint.files(daemon) <= filesBefore + 5,
                    () -> "file descriptors stay open, " + filesBefore + " before");
        }
    }

    private static String busyEvents() {
        return "{\"stream-name\":\"busy\",\"event-type\":\"T\",\"payload\":\"some news\"}\n".repeat(200);
    }

    private static int subscribers(DaemonProcess daemon) throws Exception {
        return daemon.http().json("/api/stats").get("log").get("subscribers").intValue();
    }

    private static String subscribersText(DaemonProcess daemon) {
        try {
            return subscribers(daemon) + " subscribers";
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static String event(int n) {
        return "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + n + "}";
    }
}
