// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;

/** Removes what a run made at the daemon. */
final class Leftovers {

    /** How often a stream is deleted: an emit that was broken off may be stored after the first time. */
    private static final int ROUNDS = 5;

    private final MeasuredDaemon daemon;
    private final String name;
    private final boolean hasProjection;

    Leftovers(MeasuredDaemon daemon, String name, boolean hasProjection) {
        this.daemon = daemon;
        this.name = name;
        this.hasProjection = hasProjection;
    }

    /** What could not be removed, each with the command that does it; empty when nothing is left. */
    List<Failure> remove() {
        List<Failure> left = new ArrayList<>();
        Result<PhotonClient> opened = daemon.open(false);
        if (opened instanceof Result.Err<PhotonClient> err) {
            if (hasProjection) {
                left.add(left(err.failure(), "projection"));
            }
            left.add(left(err.failure(), "stream"));
            return left;
        }
        try (PhotonClient client = opened.value()) {
            if (hasProjection && isLeft(client.deleteProjection(name)) instanceof Result.Err<Boolean> err) {
                left.add(left(err.failure(), "projection"));
            }
            if (removeStream(client) instanceof Result.Err<Boolean> err) {
                left.add(left(err.failure(), "stream"));
            }
        }
        return left;
    }

    private Result<Boolean> removeStream(PhotonClient client) {
        Result<Boolean> gone = Result.ok(true);
        for (int i = 0; i < ROUNDS; i++) {
            gone = isLeft(client.deleteStream(name));
            if (gone instanceof Result.Err<Boolean>) {
                return gone;
            }
            Result<byte[]> look = client.stream(name);
            if (look instanceof Result.Err<byte[]> err) {
                return isLeft(look);
            }
        }
        return Result.err(Kind.CONFLICT, "a client emits to it all the time", "stop that client");
    }

    /** Ok when it is not there any more. */
    private static Result<Boolean> isLeft(Result<byte[]> answer) {
        return answer instanceof Result.Err<byte[]> err && err.failure().kind() != Kind.NOT_FOUND
                ? Result.err(err.failure())
                : Result.ok(true);
    }

    private Failure left(Failure why, String what) {
        String command = what.equals("stream") ? "streams" : what;
        return Failure.of(
                why.kind(),
                "the bench's own " + what + " " + name + " is not removed: " + why.message(),
                "remove it with: photon " + command + " delete " + name + " --yes" + daemon.options());
    }
}
