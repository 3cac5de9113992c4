// SPDX-License-Identifier: Apache-2.0
package io.photon.door.muon;

import io.photon.api.Download;
import io.photon.result.Result;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is begun when its first chunk is asked for, on the thread that may wait for it. For one thread. */
final class Lazily implements Download {

    private final Supplier<Result<Download>> beginning;
    private @Nullable Download begun;

    Lazily(Supplier<Result<Download>> beginning) {
        this.beginning = beginning;
    }

    /** Bytes that are all there. */
    static Download whole(byte[] bytes) {
        byte[][] left = {bytes};
        return new Download() {
            @Override
            public Result<Optional<byte[]>> next() {
                Optional<byte[]> chunk = Optional.ofNullable(left[0]).filter(all -> all.length > 0);
                left[0] = null;
                return Result.ok(chunk);
            }

            @Override
            public void close() {
                left[0] = null;
            }
        };
    }

    @Override
    public Result<Optional<byte[]>> next() {
        if (begun != null) {
            return begun.next();
        }
        return beginning.get().then(made -> {
            begun = made;
            return made.next();
        });
    }

    @Override
    public void close() {
        if (begun != null) {
            begun.close();
        }
    }
}
