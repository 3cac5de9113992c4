// SPDX-License-Identifier: Apache-2.0
package io.photon.cli;

import io.photon.cli.log.SafeLogging;
import io.photon.cli.output.ExitCode;
import io.photon.daemon.Photon;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends {@code photon serve} on SIGTERM or Ctrl-C, at any time of its life, with one line on stderr. A clean stop is a success,
 * so this ends the process itself: the JVM would say 143. Thread-safe.
 */
final class StopOnSignal {

    /** A stop that takes longer is stuck. */
    private static final long STOP_LIMIT_MS = 30_000;
    /** How long a start that is nearly done may take to come to its end; a store that is halfway opened stands a kill. */
    private static final long START_LIMIT_MS = 2_000;

    private final long limitMs;
    /** Null until the start has succeeded. */
    private @Nullable Photon photon;
    /** Null unless the start has failed, or what comes after it. */
    private @Nullable Integer failedWith;

    private boolean begun;

    /** @param storeWaitMs what the store may take at the end by its settings, in addition to the rest */
    StopOnSignal(long storeWaitMs) {
        this.limitMs = storeWaitMs + STOP_LIMIT_MS;
    }

    /** From now on the process ends like this. */
    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "photon-stop"));
    }

    /** The daemon runs. @return whether it is to go on: false when the stop has begun already */
    synchronized boolean started(Photon daemon) {
        photon = daemon;
        notifyAll();
        return !begun;
    }

    /** The start has failed, or what comes after it: the process is not to end as if it had been asked to. @return the same code */
    synchronized int failed(int exitCode) {
        failedWith = exitCode;
        notifyAll();
        return exitCode;
    }

    private void stop() {
        Photon running = null;
        Integer failed = null;
        try {
            synchronized (this) {
                begun = true;
                SafeLogging.hushLibraries();
                awaitStart();
                running = photon;
                failed = failedWith;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then it ends as it stands
        }
        if (running != null) {
            close(running, failed == null);
        } else if (failed != null) {
            Runtime.getRuntime().halt(failed);
        } else {
            System.err.print(SafeLogging.said("stopped before it was ready"));
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }

    private void awaitStart() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
        for (long left = START_LIMIT_MS; photon == null && failedWith == null && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    private void close(Photon running, boolean wanted) {
        Thread closing = new Thread(running::close, "photon-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(limitMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean clean = !closing.isAlive();
        if (clean) {
            System.err.print(SafeLogging.said("stopped head=" + running.head()));
        } else {
            System.err.println("photon: serve: not stopped within " + limitMs + " ms, so it ends as it stands");
            System.err.println("hint: everything that was answered is stored; the next start checks it");
        }
        Runtime.getRuntime().halt(wanted && clean && !running.isReadOnly() ? ExitCode.OK : ExitCode.FAILURE);
    }
}
