// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests, one after another, that any thread may break off; then there are no more. Thread-safe. */
final class Breakable {

    private static final Failure BROKEN_OFF = Failure.of(Kind.UNREACHABLE, "broken off");

    private final ClientPool pool;
    private @Nullable PhotonClient current;
    private boolean broken;

    Breakable(ClientPool pool) {
        this.pool = pool;
    }

    /** With a client of its own. */
    <T> Result<T> run(Function<PhotonClient, Result<T>> request) {
        return pool.alone(client -> {
            synchronized (this) {
                if (broken) {
                    return Result.err(BROKEN_OFF);
                }
                current = client;
            }
            try {
                return request.apply(client);
            } finally {
                synchronized (this) {
                    current = null;
                }
            }
        });
    }

    void breakOff() {
        PhotonClient busy;
        synchronized (this) {
            broken = true;
            busy = current;
        }
        if (busy != null) {
            busy.cancel();
        }
    }
}
