// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.Report;
import io.photon.cli.output.lines.OutputReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Breaks a live replay off when its reader has gone, also while nothing arrives. */
public final class ReaderWatch implements AutoCloseable {

    private static final long EVERY_MS = 2_000;

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean gone;

    private ReaderWatch() {}

    /** @param cancel breaks the request off */
    public static ReaderWatch of(Runnable cancel, Report report) {
        ReaderWatch watch = new ReaderWatch();
        if (report.console().isOfProcess() && !report.console().isOutTerminal()) {
            OutputReader.find().ifPresent(reader -> {
                Thread thread = new Thread(() -> watch.run(cancel, reader), "photon-reader");
                thread.setDaemon(true);
                thread.start();
            });
        }
        return watch;
    }

    private void run(Runnable cancel, OutputReader reader) {
        try {
            while (!closed.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
                if (reader.hasLeft()) {
                    gone = true;
                    cancel.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was this watch that ended the replay. */
    public boolean isGone() {
        return gone;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
