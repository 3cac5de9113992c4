// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.photon.rabbit.RabbitMq;
import io.photon.rabbit.RabbitMqRequirement;
import io.photon.testing.Eventually;
import io.photon.testing.Pause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is there, but short of memory, or narrower than our messages, or held up: nobody hangs, nothing is lost. */
@Timeout(300)
class MuonStrainedBrokerSystemTest {

    /** Longer than the heartbeats of an AMQP connection allow. */
    private static final int SHORT_FREEZE_S = 13;

    @TempDir
    Path home;

    @BeforeAll
    static void required() {
        RabbitMqRequirement.met();
    }

    private static JsonNode muon(DaemonProcess daemon) throws Exception {
        return daemon.http().json("/api/stats").path("muon");
    }

    private static void awaitServing(DaemonProcess daemon) throws Exception {
        Eventually.within(
                60,
                () -> muon(daemon).path("connected").asBoolean()
                        && muon(daemon).path("state").asText().equals("serving"),
                daemon::stderr);
    }

    private static MuonShell.Ran fails(MuonShell shell, int code, String says, String script) throws Exception {
        MuonShell.Ran ran = shell.run(script);
        assertEquals(code, ran.code(), () -> script + " left " + ran);
        assertTrue(ran.err().contains(says), ran::toString);
        assertFalse(ran.err().contains("\tat "), ran::toString);
        return ran;
    }

    @Test
    void aBrokerShortOfMemoryIsNamedByTheCommandsAndCostsNoEvent() throws Exception {
        try (RabbitMq broker = RabbitMq.start();
                DaemonProcess daemon = DaemonProcess.start(home.resolve("daemon"), "-muon.url", broker.url())) {
            awaitServing(daemon);
            MuonShell shell = new MuonShell(home.resolve("shell"), broker.url());
            assertEquals(0, shell.run("photon emit --stream s --type first").code());
            Process live =
                    shell.builder("exec photon replay s >live.out 2>live.err").start();
            try {
                Path out = shell.folder().resolve("live.out");
                Path err = shell.folder().resolve("live.err");
                Eventually.within(
                        20, () -> Files.exists(out) && Files.readString(out).contains("first"), () -> "no event");

                broker.control("set_vm_memory_high_watermark", "absolute", "1");
                Eventually.within(
                        20, () -> Files.readString(err).contains("takes no messages for now: low on memory"), () -> "");
                Eventually.within(
                        20,
                        () -> muon(daemon).path("detail").asText().contains("takes no messages for now: low on memory"),
                        daemon::stderr);
                MuonShell.Ran emit = fails(
                        shell, 124, "takes no messages for now: low on memory", "photon emit --stream s --type no");
                assertTrue(emit.err().contains("hint: rabbitmq-diagnostics alarms"), emit::toString);
                fails(shell, 124, "takes no messages for now: low on memory", "photon d");
                daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"second\",\"payload\":{}}");

                broker.control("set_vm_memory_high_watermark", "0.4");
                Eventually.within(20, () -> Files.readString(out).contains("second"), () -> "the event is lost");
                assertTrue(live.isAlive());
                assertTrue(Files.readString(err).contains("the broker takes messages again"));
                assertEquals(0, shell.run("photon emit --stream s --type third").code());
                Eventually.within(20, () -> Files.readString(out).contains("third"), () -> "the event is lost");
                assertEquals(3, Files.readAllLines(out).size());
                assertEquals(0, muon(daemon).path("reconnects").asLong());
            } finally {
                live.destroyForcibly();
            }
        }
    }

    /** A JSON text of so many characters that compress badly. */
    private static String noise(int size) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder(size + 2).append('"');
        for (int i = 0; i < size; i++) {
            text.append((char) ('0' + random.nextInt(75)));
        }
        return text.toString().replace('\\', ' ') + '"';
    }

    @Test
    void aMessageThatTheBrokerRefusesIsSaidToWhoAskedForItAndOthersGoOn() throws Exception {
        try (RabbitMq broker = RabbitMq.start("max_message_size = 1000000");
                DaemonProcess daemon = DaemonProcess.start(home.resolve("daemon"), "-muon.url", broker.url())) {
            awaitServing(daemon);
            daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":1}");
            daemon.http().stored("{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + noise(900_000) + "}");
            MuonShell shell = new MuonShell(home.resolve("shell"), broker.url());
            // That a broker takes less than others do, it says only when it is too late: the first one loses its
            // socket.
            fails(
                    shell,
                    6,
                    "the connection to 'photon' has ended",
                    "photon replay s --type cold | wc -c; exit ${PIPESTATUS[0]}");
            Eventually.within(30, () -> muon(daemon).path("reconnects").asLong() >= 1, daemon::stderr);
            awaitServing(daemon);
            assertTrue(daemon.stderr().contains("larger than configured max size 1000000"), daemon::stderr);
            assertTrue(daemon.stderr().contains("raise max_message_size"), daemon::stderr);
            MuonShell.Ran refused = shell.run("photon replay s --type cold");
            assertTrue(refused.code() != 0, refused::toString);
            assertTrue(refused.err().contains("is larger than a Muon message holds"), refused::toString);
            assertEquals(1, refused.out().lines().count());
            assertEquals(1, muon(daemon).path("reconnects").asLong(), "not a second time");

            Files.writeString(
                    shell.folder().resolve("large.json"),
                    "{\"stream-name\":\"s\",\"event-type\":\"T\",\"payload\":" + noise(900_000) + "}\n");
            fails(shell, 6, "larger than configured max size 1000000", "photon emit -q < large.json");
            // An emit over Muon has 800 ms, which a disk that stands still can take: the same one again is stored once.
            MuonShell.Ran[] next = new MuonShell.Ran[1];
            Eventually.within(
                    30,
                    () -> (next[0] = shell.run("photon emit --stream s --type T --id next")).code() == 0,
                    () -> next[0].toString());
            assertEquals(3, daemon.http().replay("s").size());
        }
    }

    @Test
    void aBrokerThatStandsStillUnderLoadCostsNoAcknowledgedEvent() throws Exception {
        standsStill(SHORT_FREEZE_S);
    }

    @Test
    @Tag("soak")
    void aBrokerThatStandsStillForAMinuteUnderLoadCostsNoAcknowledgedEvent() throws Exception {
        standsStill(60);
    }

    /** Emits, is held up, and emits again; a live replay goes through it all and is begun again where it broke. */
    private void standsStill(int seconds) throws Exception {
        try (RabbitMq broker = RabbitMq.start();
                DaemonProcess daemon = DaemonProcess.start(home.resolve("daemon"), "-muon.url", broker.url())) {
            awaitServing(daemon);
            try (MuonEmitters before = MuonEmitters.start(broker.port(), 4, "load");
                    MuonEmitters after = new MuonEmitters("load")) {
                Eventually.within(30, () -> before.persisted() > 500, daemon::stderr);
                broker.freeze();
                long answered = before.persisted();
                Eventually.within(60, () -> !muon(daemon).path("connected").asBoolean(), daemon::stderr);
                Pause.millis(TimeUnit.SECONDS.toMillis(Math.max(0, seconds - SHORT_FREEZE_S))); // it stands
                assertTrue(before.persisted() >= answered);
                daemon.http().stored("{\"stream-name\":\"load\",\"event-type\":\"T\",\"payload\":-1}");
                broker.thaw();
                awaitServing(daemon);
                before.stop();
                after.open(broker.port(), 4);
                Eventually.within(30, () -> after.persisted() > 500, daemon::stderr);
                after.stop();
                before.assertStored(daemon.http().replay("load"));
                after.assertStored(daemon.http().replay("load"));
                MuonShell shell = new MuonShell(home.resolve("shell"), broker.url());
                MuonShell.Ran replayed = shell.run("photon replay load --type cold | wc -l");
                assertEquals(0, replayed.code(), replayed::toString);
                assertEquals(
                        daemon.http().replay("load").size(),
                        Integer.parseInt(replayed.out().strip()),
                        replayed::toString);
            }
            assertFalse(daemon.stderr().contains("\tat "), daemon::stderr);
        }
    }
}
