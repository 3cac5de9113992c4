// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** HTTP/2 next to HTTP/1.1, both over TLS, with the same client: emits of many at a time, and a cold replay. */
final class Http2Section {

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 3;
    private static final String PASSWORD = "changeit";

    private final BenchOptions options;
    private final Report report;

    Http2Section(BenchOptions options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run(Path folder) throws IOException {
        Path keys = keys(Files.createDirectories(folder));
        try (Daemon daemon = Daemon.start(
                options,
                folder,
                "memory",
                "-rest.keystore",
                keys.toString(),
                "-rest.keypass",
                PASSWORD,
                "-events.port",
                "0",
                "-projections.port",
                "0",
                "-muon.url",
                "none")) {
            compare(daemon, keys, "emit", CLIENTS + " requests at a time, emits in memory over HTTP/2");
            load(daemon, keys, "fill", "1.1", options.events());
            compare(daemon, keys, "replay", "cold replay over HTTP/2");
        }
    }

    private void compare(Daemon daemon, Path keys, String what, String name) throws IOException {
        load(daemon, keys, what, "1.1", 1); // the compiler's time is not the daemon's speed
        load(daemon, keys, what, "2", 1);
        double[] one = new double[ROUNDS];
        double[] two = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) { // in turn: the machine may not stay as it is
            one[round] = load(daemon, keys, what, "1.1", options.seconds());
            two[round] = load(daemon, keys, what, "2", options.seconds());
        }
        report.ratio(
                name + ", and over HTTP/1.1",
                TimedPrograms.median(two),
                "events/s",
                TimedPrograms.median(one),
                Must.NOTHING,
                0);
    }

    private static double load(Daemon daemon, Path keys, String what, String version, int much) throws IOException {
        Process load = TimedPrograms.java(
                TlsLoad.class,
                what,
                version,
                Integer.toString(daemon.port()),
                daemon.token(),
                keys.toString(),
                PASSWORD,
                Integer.toString(CLIENTS),
                Integer.toString(much));
        String said = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        TimedPrograms.awaitEnd(load, "the load over TLS");
        if (load.exitValue() != 0 || said.isEmpty()) {
            throw new IOException("the load over TLS failed: " + what + " over HTTP/" + version);
        }
        return Double.parseDouble(said);
    }

    /** A key with a certificate for this machine. */
    private static Path keys(Path folder) throws IOException {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        TlsLoad.ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        TimedPrograms.awaitEnd(keytool, "keytool");
        if (keytool.exitValue() != 0) {
            throw new IOException("no key was made: " + said);
        }
        return keys;
    }
}
