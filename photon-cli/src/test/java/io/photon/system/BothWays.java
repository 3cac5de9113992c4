// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.cli.ResidentPhoton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Runs commands against one daemon over HTTP, with its token, and over AMQP with {@code MUON_URL} and nothing else, and
 * holds what they print on stdout and their exit codes against each other.
 */
final class BothWays {

    private final String asHttp;
    private final MuonShell httpShell;
    private final MuonShell amqpShell;
    private int compared;

    /** By the packaged program. */
    BothWays(Path folder, DaemonProcess daemon, String brokerUrl) throws Exception {
        this(
                daemon,
                new MuonShell(folder.resolve("http"), brokerUrl),
                new MuonShell(folder.resolve("amqp"), brokerUrl));
    }

    /** By a program that has started already. */
    BothWays(Path folder, DaemonProcess daemon, String brokerUrl, ResidentPhoton photon) throws Exception {
        this(
                daemon,
                new MuonShell(folder.resolve("http"), brokerUrl, photon.script()),
                new MuonShell(folder.resolve("amqp"), brokerUrl, photon.script()));
    }

    private BothWays(DaemonProcess daemon, MuonShell httpShell, MuonShell amqpShell) {
        this.asHttp = "export PHOTON_URL=" + daemon.http().base() + " PHOTON_TOKEN="
                + daemon.http().token() + "; ";
        this.httpShell = httpShell;
        this.amqpShell = amqpShell;
    }

    int compared() {
        return compared;
    }

    /** A file for both; {@code MINE} in it is as in the commands. */
    void file(String name, String text) throws Exception {
        Files.writeString(httpShell.folder().resolve(name), text.replace("MINE", "by-http"));
        Files.writeString(amqpShell.folder().resolve(name), text.replace("MINE", "by-amqp"));
    }

    /** Commands that change nothing: not a byte differs. */
    void asking(List<String> commands) throws Exception {
        run(commands, commands, commands);
    }

    /** Commands that change something named {@code MINE}; positions and times differ. */
    void changing(List<String> commands) throws Exception {
        run(commands, named(commands, "by-http"), named(commands, "by-amqp"));
    }

    /** At the same time: starting a command takes longer than what it does. */
    private void run(List<String> commands, List<String> overHttp, List<String> overAmqp) throws Exception {
        CompletableFuture<List<MuonShell.Ran>> http =
                CompletableFuture.supplyAsync(() -> all(httpShell, asHttp, overHttp));
        List<MuonShell.Ran> amqp = all(amqpShell, "", overAmqp);
        List<MuonShell.Ran> expected;
        try {
            expected = http.get();
        } catch (ExecutionException e) {
            throw new AssertionError("over HTTP", e.getCause());
        }
        boolean mine = !overHttp.equals(overAmqp);
        for (int i = 0; i < commands.size(); i++) {
            MuonShell.Ran one = expected.get(i);
            MuonShell.Ran other = amqp.get(i);
            compare(commands.get(i), mine ? masked(one) : one, mine ? masked(other) : other);
        }
    }

    private static List<MuonShell.Ran> all(MuonShell shell, String before, List<String> commands) {
        List<MuonShell.Ran> ran = new ArrayList<>();
        for (String command : commands) {
            try {
                ran.add(shell.run(before + "set -o pipefail; " + command));
            } catch (Exception e) {
                throw new AssertionError(command, e);
            }
        }
        return ran;
    }

    private static List<String> named(List<String> commands, String name) {
        return commands.stream().map(command -> command.replace("MINE", name)).toList();
    }

    private static MuonShell.Ran masked(MuonShell.Ran ran) {
        return new MuonShell.Ran(
                ran.code(),
                ran.out().replaceAll("by-(http|amqp)", "MINE").replaceAll("\\d{13,}", "POSITION"),
                ran.err());
    }

    private void compare(String command, MuonShell.Ran http, MuonShell.Ran amqp) {
        compared++;
        assertEquals(
                http.code() + "\n" + http.out(),
                amqp.code() + "\n" + amqp.out(),
                () -> command + "\nsaid over HTTP: " + http.err() + "\nsaid over AMQP: " + amqp.err());
    }
}
