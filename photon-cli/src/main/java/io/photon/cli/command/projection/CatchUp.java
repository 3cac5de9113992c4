// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.projection;

import io.photon.cli.command.ConnectionOptions;
import io.photon.cli.command.Interruption;
import io.photon.cli.output.ExitCode;
import io.photon.cli.output.Progress;
import io.photon.cli.output.Report;
import io.photon.cli.output.Units;
import io.photon.cli.output.view.ProjectionList;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;

/** Waits until a projection covers what was stored when the waiting began, and shows how far it is. */
final class CatchUp {

    /** How long one question waits; in between the progress is shown. */
    private static final long TURN_MS = 500;

    private final PhotonClient client;
    private final Report report;
    private final ConnectionOptions connection;
    private final String name;
    private long head;

    CatchUp(PhotonClient client, Report report, ConnectionOptions connection, String name) {
        this.client = client;
        this.report = report;
        this.connection = connection;
        this.name = name;
    }

    /** To the exit code; shows the descriptor, without the value, when it is there. */
    int run() {
        Result<Long> known = client.stats().map(stats -> JsonFields.number(stats, "head"));
        if (known instanceof Result.Err<Long> err) {
            return report.fail(err.failure());
        }
        head = known.value();
        try (Progress progress = report.progress("events", 0);
                Interruption interruption = Interruption.watch(
                        client,
                        report,
                        () -> "stopped waiting; it goes on without: photon wait projection '" + name + "' --at-least "
                                + head)) {
            progress.begin("folding what is stored on " + connection.shown());
            Result<byte[]> end = follow(progress);
            progress.clear();
            return interruption.orElse(() -> conclude(end, progress));
        }
    }

    private int conclude(Result<byte[]> end, Progress progress) {
        if (end instanceof Result.Err<byte[]> err) {
            return report.fail(err.failure());
        }
        byte[] descriptor = end.value();
        if ("failed".equals(JsonFields.text(descriptor, "status"))) {
            return report.fail(
                    Failure.of(
                            Kind.INTERNAL,
                            "it failed" + error(descriptor),
                            "see: photon projection query '" + name + "' --full; then create it again with --replace"),
                    ExitCode.FAILURE);
        }
        progress.end("folded " + Units.counted(JsonFields.number(descriptor, "processed"), "event"));
        return report.show(end);
    }

    /** The descriptor when it has caught up or failed. */
    private Result<byte[]> follow(Progress progress) {
        long startNanos = System.nanoTime();
        long limitMs = connection.isLimited()
                ? connection.limitMs() instanceof Result.Ok<Long> ok ? ok.value() : 0
                : Long.MAX_VALUE;
        while (true) {
            Result<byte[]> there = client.awaitProjection(name, head, TURN_MS);
            Result<byte[]> now = client.projections().then(all -> ProjectionList.one(all, name));
            if (there instanceof Result.Ok<byte[]> || now instanceof Result.Err<byte[]>) {
                return now;
            }
            byte[] descriptor = now.value();
            if ("failed".equals(JsonFields.text(descriptor, "status"))) {
                return now;
            }
            Failure failure = there.failure();
            if (failure.kind() != Kind.TIMED_OUT) {
                return there;
            }
            if ((System.nanoTime() - startNanos) / 1_000_000 >= limitMs) {
                return Result.err(
                        Kind.TIMED_OUT,
                        "it has not caught up in " + limitMs + " ms" + error(descriptor),
                        "it goes on without; wait with: photon wait projection '" + name + "' --at-least " + head);
            }
            show(progress, descriptor);
        }
    }

    /** Why it failed, or what it waits for: nothing as a rule. */
    private static String error(byte[] descriptor) {
        int[] error = JsonFields.find(descriptor, 0, descriptor.length, "last-error");
        return error == null || descriptor[error[0]] != '{'
                ? ""
                : ": " + ProjectionList.error(descriptor, error[0], error[1]);
    }

    private static void show(Progress progress, byte[] descriptor) {
        long processed = JsonFields.number(descriptor, "processed");
        String done = JsonFields.text(descriptor, "progress");
        try {
            double share = done == null ? 0 : Double.parseDouble(done);
            if (share > 0) {
                progress.expectItems((long) (processed / share));
            }
        } catch (NumberFormatException e) {
            // a daemon that tells it otherwise: the count is shown without a share
        }
        progress.at(processed, 0);
    }
}
