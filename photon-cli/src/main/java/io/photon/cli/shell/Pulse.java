// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Asks the daemon every few seconds how it is, for the prompt: in the background, so that typing never waits for it. */
final class Pulse implements AutoCloseable {

    private static final long EVERY_MS = 3_000;
    private static final long TIMEOUT_MS = 2_000;

    private final ShellDaemon daemon;
    private final Runnable told;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "photon-pulse");
    private volatile String state = "…";
    private volatile boolean closed;

    /** @param told called, by another thread, after each answer */
    Pulse(ShellDaemon daemon, Runnable told) {
        this.daemon = daemon;
        this.told = told;
        thread.setDaemon(true);
        thread.start();
    }

    /** The backend; or {@code unreachable}; or {@code …} while nothing is known. */
    String state() {
        return state;
    }

    /** Asks now: a command has run. */
    void refresh() {
        asked.release();
    }

    private void run() {
        try {
            while (!closed) {
                state = ask();
                told.run();
                if (asked.tryAcquire(EVERY_MS, TimeUnit.MILLISECONDS)) {
                    asked.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask() {
        Result<PhotonClient> opened = daemon.open(TIMEOUT_MS);
        if (opened instanceof Result.Err<PhotonClient>) {
            return "unknown";
        }
        try (PhotonClient client = opened.value()) {
            Result<byte[]> stats = client.stats();
            if (stats instanceof Result.Ok<byte[]> ok) {
                String backend = JsonFields.text(ok.value(), "backend");
                return backend == null ? "reachable" : backend;
            }
            Failure.Kind kind = stats.failure().kind();
            return switch (kind) {
                case UNREACHABLE, TIMED_OUT -> "unreachable";
                case NOT_AUTHENTICATED, DENIED -> "not logged in";
                default -> "reachable";
            };
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
