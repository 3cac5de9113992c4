// SPDX-License-Identifier: Apache-2.0
package io.photon.bench;

import io.photon.bench.Report.Must;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Subscribers that wait, and one that hardly reads. */
final class SubscriberSection {

    private static final int PACED_PER_SECOND = 1_000;

    private final BenchOptions options;
    private final Report report;
    private final TimedPrograms commands;

    SubscriberSection(BenchOptions options, Report report, TimedPrograms commands) {
        this.options = options;
        this.report = report;
        this.commands = commands;
    }

    void run(Path folder) throws IOException {
        try (Daemon daemon = Daemon.start(options, folder, "h2")) {
            commands.load(daemon, 16, 1, 5, PACED_PER_SECOND);
            double[] alone = commands.load(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            report.note("emits paced at 1,000/s, p99 alone", alone[2], "µs");
            slowReader(daemon, alone[2]);
            idle(daemon);
        }
    }

    private void slowReader(Daemon daemon, double aloneP99) throws IOException {
        StreamSection.stream(daemon, Math.min(options.events(), 200_000)); // more than any buffer on the way holds
        Process load;
        try (Socket slow = subscribe(daemon, "hot-cold")) {
            load = commands.startLoad(daemon, 16, 1, options.seconds(), PACED_PER_SECOND);
            InputStream in = slow.getInputStream();
            while (load.isAlive()) {
                if (in.read() < 0) {
                    throw new IOException("the slow reader was cut off");
                }
                LockSupport.parkNanos(1_000_000_000L); // a byte a second
            }
        }
        double[] beside = commands.loadResult(load);
        report.ratio(
                "emits paced at 1,000/s alongside a reader of 1 byte/s, p99",
                beside[2],
                "µs",
                aloneP99,
                Must.AT_MOST,
                2);
    }

    private void idle(Daemon daemon) throws IOException {
        long before = daemon.heapAfterGc();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < options.subscribers(); i++) {
                sockets.add(subscribe(daemon, "hot"));
            }
            long after = daemon.heapAfterGc();
            report.value(
                    options.subscribers() + " idle hot subscribers, added heap",
                    (after - before) / 1048576.0,
                    "MiB",
                    Must.AT_MOST,
                    64);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Opens a replay and waits for the head of its answer. */
    private static Socket subscribe(Daemon daemon, String type) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", daemon.port()), 5_000);
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("GET /api/replay/__all__?type=" + type + " HTTP/1.1\r\nHost: 127.0.0.1:" + daemon.port()
                                + "\r\nAuthorization: Token " + daemon.token() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        byte[] status = socket.getInputStream().readNBytes(12);
        if (!new String(status, StandardCharsets.US_ASCII).endsWith(" 200")) {
            socket.close();
            throw new IOException("a subscriber was refused: " + new String(status, StandardCharsets.US_ASCII));
        }
        return socket;
    }
}
