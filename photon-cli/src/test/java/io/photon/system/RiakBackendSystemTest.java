// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Eventually;
import io.photon.testing.TestKey;
import io.photon.testing.riak.RiakLikeServer;
import io.photon.testing.riak.RiakSecurity;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void usersOfRiakComeInOverTlsAndTheirPasswordIsNeverShown() throws Exception {
        Path keys = TestKey.make(home, "node", "ip:127.0.0.1");
        Path password = Files.writeString(home.resolve("riak.pass"), "s3cret word\n");
        Path wrong = Files.writeString(home.resolve("wrong.pass"), "an0ther\n");
        try (RiakLikeServer secured = RiakLikeServer.start()) {
            secured.secure(new RiakSecurity(keys, TestKey.PASSWORD).user("photon", "s3cret word"));
            List<String> settings = List.of(
                    "-db.backend",
                    "riak",
                    "-riak.node.1",
                    secured.address() + ":" + secured.port(),
                    "-riak.user",
                    "photon",
                    "-riak.tls.ca-file",
                    home.resolve("node.pem").toString(),
                    "-events.port",
                    "0",
                    "-projections.port",
                    "0",
                    "-riak.password-file");
            List<String> right = new ArrayList<>(settings);
            right.add(password.toString());
            try (DaemonProcess daemon = DaemonProcess.start(home.resolve("tls"), right.toArray(String[]::new))) {
                String answer = daemon.http().emit(event("s", "1")).body();
                assertTrue(answer.contains("\"durability\":\"replicated\""), answer);
                assertFalse(daemon.http().get("/api/settings").body().contains("s3cret"), "the settings");
                assertFalse(daemon.stderr().contains("s3cret"), daemon.stderr());
            }
            List<String> other = new ArrayList<>(settings);
            other.add(wrong.toString());
            DaemonProcess refused = DaemonProcess.launch(home.resolve("wrong"), other.toArray(String[]::new));
            assertEquals(4, refused.awaitEnd(120), refused::stderr);
            assertTrue(refused.stderr().contains("does not know user 'photon' with this password"), refused.stderr());
            assertFalse(refused.stderr().contains("an0ther"), refused.stderr());
            assertFalse(refused.stderr().contains("\tat "), refused.stderr());
        }
    }

    private static DaemonProcess serve(String name, String type, String bucket, String... more) {
        List<String> settings = new ArrayList<>(List.of(settings(type, bucket)));
        settings.addAll(List.of(more));
        return DaemonProcess.start(home.resolve(name), settings.toArray(String[]::new));
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
    void hang(boolean isHanging) {
        if (isHanging) {
            riak.hold();
        } else {
            riak.release();
        }
    }

    @Override
    String durability() {
        return "replicated";
    }

    @Override
    DaemonProcess serve(String name, String place, List<String> more) {
        return serve(name, RiakLikeServer.CONSISTENT, place, more.toArray(String[]::new));
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
