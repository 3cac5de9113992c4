// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user of the commands is told when something between them and Photon is not as it should be. */
@Timeout(180)
class MuonTroubleSystemTest {

    private static final String PASSWORD = "s3cret/of mine";

    @TempDir
    static Path home;

    private static RabbitMq broker;
    private static DaemonProcess daemon;
    private static MuonShell shell;

    @BeforeAll
    static void start() throws Exception {
        RabbitMqRequirement.met();
        broker = RabbitMq.start();
        broker.control("add_user", "muon", PASSWORD);
        broker.control("set_permissions", "muon", ".*", ".*", ".*");
        daemon = DaemonProcess.start(home.resolve("daemon"), "-muon.url", broker.url());
        shell = new MuonShell(home.resolve("shell"), broker.url());
        assertEquals(
                0,
                shell.run(
                                "for i in $(seq 20000); do echo '{\"stream-name\":\"s\",\"event-type\":\"t\",\"payload\":'$i'}';"
                                        + " done | photon emit -q > /dev/null")
                        .code());
    }

    @AfterAll
    static void stop() {
        if (daemon != null) {
            daemon.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    private static void fails(int code, String says, String script) throws Exception {
        MuonShell.Ran ran = shell.run(script);
        assertEquals(code, ran.code(), () -> script + " left " + ran);
        assertTrue(ran.err().contains(says), ran.err());
        assertTrue(ran.err().lines().anyMatch(line -> line.startsWith("hint: ")), "no hint: " + ran.err());
        assertFalse(ran.err().contains("s3cret"), "the password is shown: " + ran.err());
        assertFalse(ran.err().contains("\tat "), ran.err());
        assertEquals("", ran.out());
    }

    private static String url(String user, String path) {
        return "amqp://" + user + "127.0.0.1:" + broker.port() + path;
    }

    @Test
    void userPasswordAndVirtualHostStandInTheUrlAndThePasswordIsNeverShown() throws Exception {
        String url = url("muon:s3cret%2Fof%20mine@", "/%2F");
        MuonShell.Ran ran = shell.run("photon backup -v --debug --file b --url '" + url + "'");
        assertEquals(0, ran.code(), ran.toString());
        assertTrue(ran.err().contains("copying from amqp://127.0.0.1:" + broker.port() + "\n"), ran.err());
        assertFalse(ran.err().contains("s3cret"), ran.err());
    }

    @Test
    void noBroker() throws Exception {
        fails(6, "no AMQP broker at amqp://muon@127.0.0.1:1", "photon replay s --url amqp://muon:s3cret@127.0.0.1:1");
        fails(6, "Connection refused", "photon d --url amqp://muon:s3cret@127.0.0.1:1");
    }

    @Test
    void aWrongPassword() throws Exception {
        fails(5, "refuses the user 'muon'", "photon emit --stream s --type t --url " + url("muon:s3cretely@", ""));
    }

    @Test
    void anUnknownVirtualHost() throws Exception {
        fails(6, "the virtual host 'nope'", "photon d --url '" + url("muon:s3cret%2Fof%20mine@", "/nope") + "'");
    }

    @Test
    void anAddressThatIsNone() throws Exception {
        fails(2, "cannot be read", "photon replay s --url amqp://muon:s3cret@");
        fails(2, "cannot be read", "photon replay s --url amqp://muon:s3cret@host:port");
    }

    @Test
    void anUnknownServiceNamesThoseThatAreThere() throws Exception {
        fails(3, "no service 'molecule' at amqp://127.0.0.1:", "photon introspect molecule");
        // in order of the names: a service of another test, just ended, may stand after it
        fails(3, "there are: photon", "photon rpc molecule /x");
        fails(3, "no service 'molecule'", "photon emit --stream s --type t --muon-service molecule");
    }

    @Test
    void anUnknownEndpointAndAnUnknownStream() throws Exception {
        fails(3, "there is no endpoint photon/nope", "photon rpc photon /nope '{}'");
        fails(3, "there is no stream '/nope'", "photon stream photon /nope");
    }

    @Test
    void whatMuonCannotCarryIsSaidBeforeAnythingIsSent() throws Exception {
        int before = daemon.http().replay("s").size();
        fails(2, "--expect", "photon emit --stream s --type t --expect none");
        fails(2, "--atomic", "echo '{}' | photon emit --atomic");
        fails(2, "an exact restore over AMQP needs a token", "photon replay s --type cold | photon restore -q");
        fails(5, "a client of muon may not verify the store", "photon verify --live"); // it needs a token
        fails(2, "--user", "photon streams list --user admin --password-file /dev/null");
        assertEquals(before, daemon.http().replay("s").size());
    }

    /** Breaks something off once a live replay has shown what is stored; answers what it left on stderr. */
    private static String broken(MuonShell from, String stream, int shown, AutoCloseable off) throws Exception {
        Process replay =
                from.builder("exec photon replay " + stream + " 2>broken.err").start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(replay.getInputStream(), StandardCharsets.UTF_8))) {
            String last = "";
            for (int i = 0; i < shown; i++) {
                last = out.readLine();
            }
            off.close();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
            assertTrue(replay.waitFor(60, TimeUnit.SECONDS));
            String err = Files.readString(from.folder().resolve("broken.err"));
            assertEquals(6, replay.exitValue(), err);
            String id = last.replaceFirst("^\\{\"order-id\":(\\d+),.*$", "$1");
            assertTrue(err.contains("the last event was " + id + "\n"), err);
            assertTrue(err.contains("hint: resume with --from " + (Long.parseLong(id) + 1) + "\n"), err);
            return err;
        } finally {
            replay.destroyForcibly();
        }
    }

    @Test
    void aDaemonThatDiesInMidReplayIsNoticedAndTheLastEventNamed() throws Exception {
        try (DaemonProcess mortal = DaemonProcess.start(
                home.resolve("mortal"), "-muon.url", broker.url(), "-microservice.name", "short-lived")) {
            assertEquals(
                    0,
                    shell.run("photon replay s --type cold | photon emit -q --muon-service short-lived > /dev/null")
                            .code());
            String err = broken(shell, "s --service short-lived", 5_000, mortal::kill);
            assertTrue(err.contains("the connection to 'short-lived' has ended"), err);
        }
    }

    @Test
    void aBrokerThatDiesInMidReplayIsNoticedAndTheLastEventNamed() throws Exception {
        try (RabbitMq mortal = RabbitMq.start();
                DaemonProcess other = DaemonProcess.start(home.resolve("other"), "-muon.url", mortal.url())) {
            MuonShell there = new MuonShell(home.resolve("there"), mortal.url());
            assertEquals(0, there.run("photon emit --stream s --type t").code());
            broken(there, "s", 1, mortal::kill);
            assertEquals(1, other.http().replay("s").size(), "the daemon lives on");
        }
    }
}
