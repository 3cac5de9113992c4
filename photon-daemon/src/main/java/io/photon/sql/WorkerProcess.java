// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.os.PrivateFiles;
import io.photon.result.Failure;
import io.photon.sql.wire.FramePipes;
import io.photon.sql.wire.FramePipes.Frame;
import io.photon.sql.wire.FrameType;
import io.photon.sql.worker.SqlWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SQL process that was started. It ends with its standard input, so it never lives longer than the daemon. One thread speaks
 * with it; it may be ended by any.
 */
final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private static final long EXIT_WAIT_MS = 2_000;
    private static final int SAID_BYTES = 2_000;
    /** So much more than at the start H2 may write for itself. */
    private static final long OWN_BYTES = 256 * 1024;

    private final Process process;
    private final FramePipes frames;
    private final TemporaryFolder folder;
    private final CompletableFuture<Void> gone;
    private final long heapBytes;
    private final long startedNanos = System.nanoTime();
    private final AtomicReference<@Nullable Failure> ended = new AtomicReference<>();
    private volatile long idleSinceNanos;
    private long bytesAtStart;

    private WorkerProcess(Process process, TemporaryFolder folder, long heapBytes) {
        this.process = process;
        this.folder = folder;
        this.heapBytes = heapBytes;
        this.frames = new FramePipes(process.getInputStream(), process.getOutputStream());
        // Whatever ends it: nothing of it stays.
        this.gone = process.onExit().thenRun(folder::remove);
    }

    /** Runs when it has ended and its folder is removed. */
    void whenGone(Runnable task) {
        gone.thenRun(task);
    }

    /** Starts one; it is not ready yet. */
    static WorkerProcess start(SqlSettings settings, WorkerCommand command) throws IOException {
        TemporaryFolder folder = TemporaryFolder.make(settings.folder());
        try {
            ProcessBuilder builder = new ProcessBuilder(command.line(settings, folder.path()));
            command.restrict(builder.environment());
            Path said = said(folder.path());
            PrivateFiles.prepare(said);
            builder.redirectError(said.toFile());
            Process process = builder.start();
            LOG.debug("SQL process {} started", process.pid());
            return new WorkerProcess(process, folder, settings.heapBytes());
        } catch (IOException e) {
            folder.remove();
            throw e;
        }
    }

    private static Path said(Path folder) {
        return folder.resolve("stderr");
    }

    /** Waits until it takes questions. @throws IOException when it does not come up */
    void awaitReady() throws IOException {
        Frame first = frames.read();
        if (first.type() != FrameType.READY) {
            throw new IOException("the SQL process began with " + first.type());
        }
        bytesAtStart = folder.bytes();
    }

    void send(FrameType type, FramePipes.Fields fields) throws IOException {
        frames.send(type, fields);
    }

    /** What it says next. @throws IOException when it is gone: {@link #whyGone} */
    Frame read() throws IOException {
        return frames.read();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** How much its temporary folder holds, bytes. */
    long bytes() {
        return folder.bytes();
    }

    /** Whether its temporary folder holds more than at the start: rows of a query were put aside there. */
    boolean hasPutRowsAside() {
        return folder.bytes() > bytesAtStart + OWN_BYTES;
    }

    void rests() {
        idleSinceNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    /** Ends it now. @param why what the caller that waits for it is told; the first reason counts */
    void end(Failure why) {
        ended.compareAndSet(null, why);
        process.destroyForcibly();
    }

    /** Why it is gone, after {@link #read} or {@link #send} failed. */
    Failure whyGone() {
        Failure known = ended.get();
        if (known != null) {
            return known;
        }
        String said = saidText();
        int code = exitCode();
        process.destroyForcibly();
        if (code == SqlWorker.OUT_OF_MEMORY) {
            return Failure.of(
                    Failure.Kind.TOO_LARGE,
                    "the query needs more memory than the " + (heapBytes >> 20) + " MiB of sql.heap",
                    "read less: fewer columns, one stream, a LIMIT; or start Photon with a larger -sql.heap");
        }
        LOG.warn("SQL process {} ended with exit code {}: {}", process.pid(), code, said);
        return Failure.of(
                Failure.Kind.OVERLOADED,
                "the SQL process ended in the middle (exit code " + code + ")",
                "ask again: another one is started; the daemon's log has what it said");
    }

    private int exitCode() {
        try {
            return process.waitFor(EXIT_WAIT_MS, TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private String saidText() {
        try {
            byte[] said = Files.readAllBytes(said(folder.path()));
            return new String(said, 0, Math.min(said.length, SAID_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "it said nothing"; // its folder goes with it
        }
    }

    /** Waits for its end, for a moment. */
    void awaitEnd() {
        exitCode();
        folder.remove();
    }
}
