// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.shell;

import static java.util.Objects.requireNonNull;

import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Interrupts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The command that runs, on a thread of its own, so that Ctrl-C can end it and not the shell. It is asked to end, then
 * interrupted; one that does neither is given up: it writes nowhere any more, and the shell goes on.
 */
final class Foreground implements Interrupts {

    /** A command may say where it stopped, and its reader may be slow. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final Gate gate;
    private final Deque<Task> concluding = new ArrayDeque<>();
    private final Deque<Task> breaking = new ArrayDeque<>();
    private @Nullable Thread thread;
    private long interruptedNanos;
    private boolean interrupted;
    private boolean givenUp;
    private boolean done;
    private int code;

    /** @param gate what the command writes to */
    Foreground(Gate gate) {
        this.gate = gate;
    }

    /** Runs a command to its exit code. */
    int run(IntSupplier command) {
        Thread running = new Thread(() -> ended(command.getAsInt()), "photon-command");
        running.setDaemon(true);
        synchronized (this) {
            thread = running;
        }
        running.setUncaughtExceptionHandler((failed, e) -> {
            gate.complain("photon: shell: unexpected: " + e);
            ended(ExitCode.FAILURE);
        });
        running.start();
        return await();
    }

    private synchronized void ended(int exitCode) {
        code = exitCode;
        done = true;
        notifyAll();
    }

    private synchronized int await() {
        while (!done && !givenUp) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, PATIENCE_NANOS);
            } catch (InterruptedException e) {
                interrupt();
            }
            givenUp |= interrupted && System.nanoTime() - interruptedNanos >= PATIENCE_NANOS;
        }
        gate.close();
        return interrupted ? ExitCode.INTERRUPTED : code;
    }

    /** Ctrl-C; the second one does not wait. */
    synchronized void interrupt() {
        if (interrupted) {
            givenUp = true;
            notifyAll();
            return;
        }
        interrupted = true;
        interruptedNanos = System.nanoTime();
        List<Task> ending = List.copyOf(concluding);
        if (ending.isEmpty()) {
            gate.mute(); // that it was broken off is no news
            List.copyOf(breaking).forEach(Task::start);
            requireNonNull(thread, "run() comes first").interrupt();
        } else {
            ending.forEach(Task::start);
        }
    }

    /** Whether Ctrl-C was pressed while it ran, as far as the shell has heard. */
    synchronized boolean isInterrupted() {
        return interrupted;
    }

    @Override
    public Registration conclude(Runnable task) {
        return new Task(task, concluding);
    }

    @Override
    public Registration breakOff(Runnable task) {
        return new Task(task, breaking);
    }

    private final class Task implements Registration {

        private final Thread runner;
        private final Deque<Task> tasks;
        private boolean started;

        Task(Runnable task, Deque<Task> tasks) {
            this.runner = new Thread(task, "photon-interrupted");
            runner.setDaemon(true);
            this.tasks = tasks;
            synchronized (Foreground.this) {
                tasks.addFirst(this);
            }
        }

        private void start() {
            started = true;
            runner.start();
        }

        @Override
        public boolean remove() {
            synchronized (Foreground.this) {
                tasks.remove(this);
                if (!started) {
                    return true;
                }
            }
            try {
                runner.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }
}
