// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests of followers need: starts them, waits for them, compares them. */
final class FollowerProcesses {

    private static final int LIMIT_S = 60;

    private FollowerProcesses() {}

    static DaemonProcess primary(Path home, String... settings) {
        return DaemonProcess.start(home, with(List.of("-node.name", "first"), settings));
    }

    /** @param of where it is reached, a proxy perhaps @param primary whose token it shows */
    static DaemonProcess follower(Path home, URI of, DaemonProcess primary, String... settings) {
        return DaemonProcess.start(
                home,
                with(
                        List.of(
                                "-db.backend",
                                "file",
                                "-node.name",
                                "second",
                                "-follow",
                                of.toString(),
                                "-follow.token",
                                primary.http().token()),
                        settings));
    }

    private static String[] with(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The same user may come in after a restart, when the token of the first start is no more. */
    static String[] asAdmin(URI of, String... settings) {
        return with(
                List.of(
                        "-db.backend", "file",
                        "-node.name", "second",
                        "-follow", of.toString(),
                        "-follow.user", "admin",
                        "-follow.pass", "p4010n"),
                settings);
    }

    /** Stores this many events with a call. */
    static void fill(DaemonProcess daemon, String stream, int events) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < events; i++) {
            lines.append("{\"stream-name\":\"")
                    .append(stream)
                    .append(i % 3)
                    .append("\",\"event-type\":\"happened\",\"local-id\":\"")
                    .append(stream)
                    .append(i)
                    .append("\",\"payload\":{\"n\":")
                    .append(i)
                    .append(",\"text\":\"größer als \\\"nichts\\\"\"}}\n");
        }
        HttpResponse<String> answer =
                daemon.http().post("/api/events?ack=summary", "application/x-ndjson", lines.toString());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    static JsonNode cluster(DaemonProcess daemon) throws IOException {
        return daemon.http().json("/api/cluster");
    }

    static long head(DaemonProcess daemon) throws IOException {
        return cluster(daemon).get("head").longValue();
    }

    /** Until the follower has what the primary has now. */
    static void awaitHead(DaemonProcess follower, DaemonProcess primary) throws Exception {
        long head = head(primary);
        Eventually.within(
                LIMIT_S,
                () -> head(follower) >= head,
                () -> text(follower) + " of order-id " + head + "\n" + follower.stderr());
    }

    /** Until it says that of itself. */
    static void awaitFact(DaemonProcess daemon, String field, String value) throws Exception {
        Eventually.within(
                LIMIT_S,
                () -> cluster(daemon).path(field).asText().equals(value),
                () -> text(daemon) + "\n" + daemon.stderr());
    }

    private static String text(DaemonProcess daemon) {
        try {
            return cluster(daemon).toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** A backup without the time at which it was made. */
    static String backup(DaemonProcess daemon) throws IOException {
        return daemon.http().get("/api/backup").body().replaceFirst("\"created\":\"[-0-9T:.]*Z\"", "");
    }
}
