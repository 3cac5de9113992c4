// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.projection.spi.KeyedReducer.Slice;
import io.photon.result.Result;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A projection's value on its way out: in slices when it is too large to be held, else whole. Each piece is asked for
 * anew, and so is whether the caller may still have it: a projection can become another while its value is being read.
 */
final class ValueDownload implements Download {

    private static final int SLICE_BYTES = 64 << 10;

    private final Source source;
    private @Nullable String after = "";
    private boolean begun;
    private boolean ended;

    /** Where pieces come from. */
    interface Source {
        /** See {@link io.photon.projection.ProjectionService#slice}. */
        Result<Optional<Slice>> slice(String after, int maxBytes);

        Result<byte[]> whole();
    }

    ValueDownload(Source source) {
        this.source = source;
    }

    @Override
    public Result<Optional<byte[]>> next() {
        if (ended) {
            return Result.ok(Optional.empty());
        }
        return source.slice(Objects.requireNonNull(after), SLICE_BYTES)
                .then(slice -> slice.map(this::piece).orElseGet(this::whole));
    }

    private Result<Optional<byte[]>> piece(Slice slice) {
        boolean last = slice.last() == null;
        byte[] json = new byte[slice.json().length + 1];
        json[0] = (byte) (last ? '}' : begun ? ',' : '{');
        System.arraycopy(slice.json(), 0, json, 1, slice.json().length);
        ended = last;
        if (last && !begun) {
            return Result.ok(Optional.of(new byte[] {'{', '}'}));
        }
        begun = true;
        after = slice.last();
        return Result.ok(Optional.of(json));
    }

    private Result<Optional<byte[]>> whole() {
        ended = true;
        return source.whole().map(value -> Optional.of(value));
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
