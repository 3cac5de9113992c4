// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Interrupts;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Ctrl-C (or SIGTERM) while data flows: breaks the request off, lets what has arrived be written whole, says where it
 * stopped. The process, or in a shell the command, then ends with 130 (143). It waits two seconds at the most, unless there
 * is more to do than to write: the reader may not take it.
 */
public final class Interruption implements AutoCloseable {

    private static final long PATIENCE_MS = 2_000;

    private final CountDownLatch written = new CountDownLatch(1);
    private final Report report;
    private final Interrupts.Registration registration;
    private volatile boolean happened;

    private Interruption(Runnable cancel, long patienceMs, Report report, Supplier<String> lastWords) {
        this.report = report;
        this.registration = report.console().interrupts().conclude(() -> {
            happened = true;
            cancel.run();
            try {
                if (!written.await(patienceMs, TimeUnit.MILLISECONDS)) {
                    report.detail("the output was not taken in time");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            report.note(lastWords.get());
        });
    }

    /** @param lastWords asked for once everything is written */
    public static Interruption watch(PhotonClient client, Report report, Supplier<String> lastWords) {
        return watch(client::cancel, report, lastWords);
    }

    /** @param cancel breaks the request off @param lastWords asked for once everything is written */
    public static Interruption watch(Runnable cancel, Report report, Supplier<String> lastWords) {
        return watch(cancel, PATIENCE_MS, report, lastWords);
    }

    /** The same for a command that has something to put in order: the process waits so long for {@link #close}. */
    public static Interruption watch(Runnable cancel, long patienceMs, Report report, Supplier<String> lastWords) {
        return new Interruption(cancel, patienceMs, report, lastWords);
    }

    /** The exit code: of the interruption if there was one, else the command's own. */
    public int orElse(IntSupplier command) {
        if (!happened) {
            return command.getAsInt();
        }
        report.out().flush();
        return ExitCode.INTERRUPTED;
    }

    @Override
    public void close() {
        written.countDown();
        if (!registration.remove()) {
            happened = true;
        }
    }
}
