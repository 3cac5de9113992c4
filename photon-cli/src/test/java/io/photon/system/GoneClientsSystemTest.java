// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a client that leaves in the middle of an answer nothing is kept, however long a connection may be idle. */
class GoneClientsSystemTest {

    private static final int CLIENTS = 300;
    private static final int MOST_LEFT = 30;
    private static final Pattern CONNECTIONS =
            Pattern.compile("\\s(\\d+)\\s+\\d+\\s+io\\.undertow\\.server\\.protocol\\.http\\.HttpServerConnection\\b");

    @TempDir
    Path home;

    @Test
    void hundredsOfReadersThatLeaveAreForgotten() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "memory", "-rest.idle-timeout", "1h")) {
            HttpDoor door = daemon.http();
            door.stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}");
            for (int i = 0; i < CLIENTS; i++) {
                readAndLeave(door);
            }
            Eventually.holds(
                    () -> {
                        // what is sent finds that nobody is there
                        door.stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":2}");
                        return connections(daemon) <= MOST_LEFT;
                    },
                    () -> "connections are kept: " + connections(daemon));
            assertEquals(0, daemon.stop());
        }
    }

    /** Objects that are reachable. */
    private static int connections(DaemonProcess daemon) {
        try {
            Matcher count = CONNECTIONS.matcher(Jcmd.run(daemon, "GC.class_histogram"));
            return count.find() ? Integer.parseInt(count.group(1)) : 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void readAndLeave(HttpDoor door) throws IOException {
        try (Socket socket = new Socket(door.base().getHost(), door.base().getPort())) {
            socket.getOutputStream()
                    .write(("GET /api/replay/s?type=hot-cold HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + door.token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("HTTP/1.1 200 OK", lines.readLine());
        }
    }
}
