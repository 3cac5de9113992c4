// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import io.photon.cli.output.Interrupts;
import io.photon.cli.output.Report;
import io.photon.result.Result;
import java.io.Closeable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The course of all commands that ask a service over a network.
 *
 * @param <C> by which they ask
 */
public abstract class NetworkCommand<C extends Closeable> implements Callable<Integer> {

    @Mixin
    protected final ConnectionOptions connection = new ConnectionOptions();

    @Spec
    protected CommandSpec spec;

    /** How its remarks and its answer are shown. */
    protected abstract Report report();

    /** Who is to be asked. */
    protected abstract Result<C> open(Report report);

    /** The command itself, to its exit code. */
    protected abstract int run(C client, Report report) throws Exception;

    /** Breaks off what is asked; called by another thread. */
    protected abstract void cancel(C client);

    /** Whether it takes as long as there is data: then no --timeout is assumed. */
    protected boolean isStreaming() {
        return false;
    }

    @Override
    public final Integer call() {
        Report report = report();
        return report.guard(() -> {
            Result<C> opened = open(report);
            if (opened instanceof Result.Err<C> err) {
                return report.fail(err.failure());
            }
            try (C client = opened.value()) {
                Interrupts.Registration waiting = report.console().interrupts().breakOff(() -> cancel(client));
                try {
                    return run(client, report);
                } finally {
                    waiting.remove();
                }
            }
        });
    }
}
