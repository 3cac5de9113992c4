// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.bench;

import io.photon.client.PhotonClient;
import io.photon.result.Result;
import java.util.ArrayList;
import java.util.List;

/** All clients of a run, so that they can be broken off and closed together. Thread-safe. */
final class Clients implements AutoCloseable {

    private final MeasuredDaemon daemon;
    private final List<PhotonClient> open = new ArrayList<>();

    Clients(MeasuredDaemon daemon) {
        this.daemon = daemon;
    }

    /** One more. @param lasting whether its requests have no time limit */
    synchronized Result<PhotonClient> open(boolean lasting) {
        return daemon.open(lasting).then(client -> {
            open.add(client);
            return Result.ok(client);
        });
    }

    /** Several more. */
    Result<List<PhotonClient>> open(int count, boolean lasting) {
        List<PhotonClient> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Result<PhotonClient> one = open(lasting);
            if (one instanceof Result.Err<PhotonClient> err) {
                return Result.err(err.failure());
            }
            some.add(one.value());
        }
        return Result.ok(some);
    }

    /** Breaks off what is under way. */
    synchronized void cancel() {
        open.forEach(PhotonClient::cancel);
    }

    @Override
    public synchronized void close() {
        open.forEach(PhotonClient::close);
        open.clear();
    }
}
