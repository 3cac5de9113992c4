// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.cli.ResidentPhoton;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A command prints over AMQP what it prints over HTTP, and ends with the same exit code. They run in this process; for large
 * values, the packaged program does.
 */
@Timeout(400)
class MuonLikeHttpSystemTest {

    /** Figures of the moment. */
    private static final String STEADY =
            " | sed -E 's/\"(avg-time|avg-global-time|init-time|last-measured|mem-used|position)\":[0-9.]+/\"\\1\":0/g'";

    private static final String STOCK =
            "photon projection create MINE --stream stock --language jq --initial '{\"n\":0}'"
                    + " -e '{n: (.n + $event.payload.n)}'";

    @TempDir
    static Path home;

    private static RabbitMq broker;
    private static DaemonProcess daemon;
    private static ResidentPhoton photon;
    private static BothWays both;
    private static final List<Long> POSITIONS = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        RabbitMqRequirement.met();
        broker = RabbitMq.shared();
        daemon = DaemonProcess.start(
                home.resolve("daemon"),
                "-muon.url",
                broker.url(),
                "-muon.permissions",
                "emit,replay,projections,manage,delete");
        photon = new ResidentPhoton();
        both = new BothWays(home, daemon, broker.url(), photon);
        fill(daemon);
    }

    @AfterAll
    static void stop() throws Exception {
        if (photon != null) {
            photon.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    /** Events with causes, projections of which one has failed. */
    private static void fill(DaemonProcess daemon) throws Exception {
        POSITIONS.clear();
        for (int n = 1; n <= 8; n++) {
            POSITIONS.add(daemon.http()
                    .stored("{\"stream-name\":\"stock\",\"event-type\":\"T" + n % 2 + "\",\"payload\":{\"n\":" + n + "}"
                            + (n < 3 ? "" : ",\"caused-by\":" + POSITIONS.get(n / 3)) + "}"));
        }
        daemon.http().stored("{\"stream-name\":\"a/b \\\"ü\\\"\",\"event-type\":\"T\",\"payload\":null}");
        create(daemon, "sum", "stock", "jq", "{n: (.n + $event.payload.n), last: $event.payload}", "{\"n\":0}");
        create(daemon, "broken", "stock", "javascript", "function(p, e) { return e.payload.size.x; }", "null");
        assertEquals(200, covered(daemon, "sum"));
        assertEquals(409, covered(daemon, "broken"));
    }

    /** Waits until a projection has folded everything. @return the status of the answer */
    private static int covered(DaemonProcess daemon, String name) throws Exception {
        String head = daemon.http().json("/api/stats").path("head").asText();
        return daemon.http()
                .get("/api/projection/" + name + "/wait?at-least=" + head)
                .statusCode();
    }

    private static void create(
            DaemonProcess daemon, String name, String stream, String language, String code, String initial)
            throws Exception {
        String request = HttpDoor.JSON
                .createObjectNode()
                .put("projection-name", name)
                .put("stream-name", stream)
                .put("language", language)
                .put("reduction", code)
                .put("initial-value", initial)
                .toString();
        assertEquals(
                200,
                daemon.http()
                        .post("/api/projection", "application/json", request)
                        .statusCode());
    }

    private static long third() {
        return POSITIONS.get(2);
    }

    private static long last() {
        return POSITIONS.get(POSITIONS.size() - 1);
    }

    /** What needed the daemon's own door until now. */
    private static List<String> questions() {
        return List.of(
                "photon projection query sum --at " + third(),
                "photon projection query sum n --at " + third(),
                "photon projection query sum nothing --at " + third(),
                "photon projection query sum --diff " + third() + " " + last(),
                "photon projection bisect sum --until '.n > 10'",
                "photon wait projection sum --at-least " + last() + " | wc -l",
                "photon wait projection sum --at-least now | wc -l",
                "photon streams schema stock",
                "photon event trace " + third());
    }

    @Test
    void whatIsAskedAboutProjectionsIsAnsweredAlike() throws Exception {
        both.asking(questions());
        both.asking(List.of(
                "photon projection query sum",
                "photon projection query sum n",
                "photon projection query sum nothing",
                "photon projection query nobody",
                "photon projection query sum --at yesterday",
                "photon projection query sum --at 1h --diff -1h now",
                "photon projection query nobody --at -1h",
                "photon projection query sum --diff " + third() + " " + last() + " -o json",
                "photon projection query sum --full" + STEADY,
                "photon projection query __streams__ | jq -cS .stock",
                "photon projection list" + STEADY + " | grep -v __",
                "photon projection list --prefix s -o raw",
                "photon projection bisect sum --until '.n > 1000'",
                "photon projection bisect sum --until '.n >'",
                "photon projection bisect __streams__ --until '.n > 1'",
                "photon projection watch sum -n 1",
                "photon projection watch nobody -n 1",
                "photon wait projection nobody --at-least " + last(),
                "photon wait projection broken --at-least " + last(),
                "photon wait projection sum --at-least +1h",
                "photon wait projection sum --at-least " + (last() + 3_600_000_000L) + " --timeout 3s"));
    }

    @Test
    void whatIsAskedAboutStreamsAndEventsIsAnsweredAlike() throws Exception {
        both.asking(List.of(
                "photon streams list --prefix s",
                "photon streams list -o raw --after a -n 1",
                "photon streams list --prefix a/ -o table",
                "photon streams show stock",
                "photon streams show 'a/b \"ü\"'",
                "photon streams show nobody",
                "photon streams schema stock -o table",
                "photon streams schema nobody",
                "photon event get stock " + third(),
                "photon event get stock 5",
                "photon event get nobody " + third(),
                "photon event trace " + third() + " -o raw",
                "photon event trace " + third() + " -o table -n 1",
                "photon event trace 1764000000000001",
                "photon replay stock --type cold",
                "photon replay stock --type cold --where '.payload.n > 3' --backwards -n 2",
                "photon replay 'a/**' --type cold",
                "photon replay stock --to " + third(),
                "photon verify --live --token " + daemon.http().token() + " | sed -E 's/\"(events|bytes)\":[0-9]+/N/g'",
                "photon backup -q --from " + third() + " --token "
                        + daemon.http().token() + " | grep -v photon-backup"));
    }

    @Test
    void changesAreMadeAlike() throws Exception {
        both.file(
                "good.edn",
                "{:projection-name \"MINE-edn\" :stream-name \"stock\" :language :clojure\n"
                        + " :reduction (fn [p n] (+ p (get-in n [:payload :n]))) :initial-value 0}");
        both.file("bad.edn", "{:projection-name \"MINE-edn\"\n :reduction (fn [p n]\n");
        both.changing(List.of(
                "photon emit --stream MINE --type T --payload '{\"n\":1}'",
                "printf '%s\\n' '{\"stream-name\":\"MINE\",\"event-type\":\"T\",\"payload\":1}' 'no' | photon emit | head -n 1",
                "photon emit --stream MINE --type T --id once; photon emit --stream MINE --type T --id once",
                "photon emit nonsense",
                STOCK,
                STOCK,
                STOCK + " --replace --wait" + STEADY,
                "photon projection create MINE-2 --language jq -e '. +'",
                "photon projection create -f \"$PWD/good.edn\"",
                "photon projection create -f \"$PWD/good.edn\"",
                "photon projection create -f \"$PWD/good.edn\" --replace --wait" + STEADY,
                "photon projection query MINE-edn",
                "photon projection delete MINE-edn --yes",
                "photon projection create -f \"$PWD/bad.edn\"",
                "photon projection pause MINE",
                "photon wait projection MINE --at-least now --timeout 2s",
                "photon projection resume MINE",
                "photon wait projection MINE --at-least now",
                "photon projection reset MINE",
                "photon projection pause nobody",
                "photon projection pause __streams__",
                "photon projection delete MINE --dry-run" + STEADY,
                "photon projection delete MINE",
                "photon projection delete MINE --yes",
                "photon projection delete MINE --yes",
                "photon projection delete __streams__ --yes",
                "photon streams delete MINE --dry-run",
                "photon streams delete MINE",
                "photon streams delete MINE --yes",
                "photon streams delete MINE --yes",
                "photon streams delete __config__ --yes"));
    }

    /** 10 MB of JSON, written as numbers, are more than a message may have. */
    @Test
    void aValueOfAnySizeComesInPiecesAndAnotherAnswerThatDoesNotFitIsRefusedByName() throws Exception {
        create(
                daemon,
                "large",
                "a/b \"ü\"",
                "javascript",
                "function(p, e) { return {t: new Array(2500001).join('y€')}; }",
                "null");
        assertEquals(200, covered(daemon, "large"));
        BothWays inLittleMemory = new BothWays(home.resolve("packaged"), daemon, broker.url());
        inLittleMemory.asking(List.of(
                "photon projection query large | sha256sum",
                "photon projection query large t --at now -o raw | sha256sum",
                "photon projection query large --full | jq -r '.\"current-value\".t' | sha256sum"));
        MuonShell shell = new MuonShell(home.resolve("large"), broker.url());
        MuonShell.Ran ran = shell.run("photon projection query large --diff 1 now");
        assertEquals(2, ran.code(), ran.toString());
        assertTrue(ran.err().contains("larger than a Muon message holds"), ran.err());
        assertEquals(0, shell.run("photon projection delete large --yes").code());
    }

    @Test
    void theEmbeddedBrokerCarriesTheSame() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<Long> before = List.copyOf(POSITIONS);
        try (DaemonProcess other = DaemonProcess.start(
                home.resolve("embedded"), "-muon.url", "embedded", "-muon.port", Integer.toString(port))) {
            fill(other);
            Eventually.within(
                    30,
                    () -> other.http()
                            .json("/api/stats")
                            .at("/muon/state")
                            .asText()
                            .equals("serving"),
                    other::stderr);
            BothWays there = new BothWays(home.resolve("there"), other, "amqp://127.0.0.1:" + port, photon);
            there.asking(questions());
            assertEquals(questions().size(), there.compared());
        } finally {
            POSITIONS.clear();
            POSITIONS.addAll(before);
        }
    }
}
