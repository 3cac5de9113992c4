// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.riak.RiakLikeServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program with the backend riak next to it, over a server that speaks as Riak does. */
class RiakBackendSystemTest extends BackendSystemContract {

    @TempDir
    static Path home;

    private static RiakLikeServer riak;

    @BeforeAll
    static void startRiak() {
        riak = RiakLikeServer.start();
    }

    @AfterAll
    static void stopRiak() {
        riak.close();
    }

    private static String[] settings(String type, String bucket) {
        return new String[] {
            "-db.backend",
            "riak",
            "-riak.node.only",
            riak.address() + ":" + riak.port(),
            "-riak.bucket-type",
            type,
            "-riak.default_bucket",
            bucket,
            "-events.port",
            "0",
            "-projections.port",
            "0"
        };
    }

    private static DaemonProcess serve(String name, String type, String bucket) {
        return DaemonProcess.start(home.resolve(name), settings(type, bucket));
    }

    private static String event(String stream, String payload) {
        return "{\"stream-name\":\"" + stream + "\",\"event-type\":\"T\",\"local-id\":\"id-" + payload
                + "\",\"payload\":" + payload + "}";
    }

    @Override
    String backend() {
        return "riak";
    }

    @Override
    String durability() {
        return "replicated";
    }

    @Override
    DaemonProcess serve(String name, String place) {
        return serve(name, RiakLikeServer.CONSISTENT, place);
    }

    @Override
    void seeServer(DaemonProcess daemon, String place) throws IOException {
        assertEquals(
                "strongly_consistent/" + place,
                daemon.http().json("/api/stats").at("/store/riak-bucket").asText());
    }

    @Test
    void anotherWritesWhenTheWriterIsKilledAndWhatWasAnsweredIsThereOnce() throws Exception {
        DaemonProcess first = serve("first", RiakLikeServer.CONSISTENT, "shared");
        try (DaemonProcess second = serve("second", RiakLikeServer.CONSISTENT, "shared")) {
            first.http().stored(event("s", "1"));
            HttpResponse<String> refused = second.http().emit(event("s", "0"));
            assertTrue(refused.body().contains("another Photon writes to this store"), refused.body());
            assertEquals(1, second.http().replay("s").size());
            first.kill();
            Eventually.holds(
                    "another takes over",
                    () -> second.http().emit(event("s", "2")).statusCode() == 200);
            riak.kill();
            Eventually.holds(
                    "it says that it does not append",
                    () -> second.http().emit(event("s", "3")).statusCode() != 200);
            assertEquals(2, second.http().replay("s").size(), "from the copy");
            riak.again();
            Eventually.holds(
                    "it goes on by itself",
                    () -> second.http().emit(event("s", "3")).statusCode() == 200);
            assertEquals(3, second.http().replay("s").size());
        } finally {
            first.close();
        }
    }

    @Test
    void aBucketThatIsNotStronglyConsistentIsWarnedOfAndTakenByOnePhotonOnly() throws Exception {
        try (DaemonProcess daemon = serve("plain", RiakLikeServer.LAST_COUNTS, "plain")) {
            HttpResponse<String> answer = daemon.http().emit(event("s", "1"));
            assertTrue(answer.body().contains("\"durability\":\"memory\""), answer.body());
            assertTrue(daemon.stderr().contains("answered events can be lost in Riak at 127.0.0.1:"), daemon.stderr());
            assertTrue(
                    daemon.http()
                            .json("/api/stats")
                            .at("/store/durability-reason")
                            .asText()
                            .contains("is not strongly consistent"),
                    "the reason");
            refused("next", RiakLikeServer.LAST_COUNTS, "another Photon (");
        }
        refused("none", "no_such_type", "No bucket-type named 'no_such_type'");
    }

    private static void refused(String name, String type, String why) throws Exception {
        DaemonProcess refused = DaemonProcess.launch(home.resolve(name), settings(type, "plain"));
        assertEquals(4, refused.awaitEnd(120), refused::stderr);
        assertTrue(refused.stderr().contains(why), refused.stderr());
        assertFalse(refused.stderr().contains("\tat "), refused.stderr());
    }
}
