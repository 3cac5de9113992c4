package io.photon.api;

import io.photon.projection.Descriptor;
import io.photon.projection.KeyedReducer.Slice;
import io.photon.projection.Projections;
import io.photon.result.Result;
import java.util.Optional;

/** A projection's value on its way out: in slices when it is too large to be held, else whole. */
final class ValuePieces implements Outgoing {

    private static final int SLICE_BYTES = 64 << 10;

    private final Projections projections;
    private final String name;
    private String after = "";
    private boolean begun;
    private boolean ended;

    ValuePieces(Projections projections, String name) {
        this.projections = projections;
        this.name = name;
    }

    @Override
    public Result<Optional<byte[]>> next() {
        if (ended) {
            return Result.ok(Optional.empty());
        }
        return projections
                .slice(name, after, SLICE_BYTES)
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
        return projections.find(name).then((Descriptor found) -> Result.ok(Optional.of(found.value())));
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
