// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.projection.spi.ReductionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of a language as bytes from which values of the same kinds are made: the frame, the depth, and values that stand at
 * several places. Which kinds there are, and their bytes, says a language. Not thread-safe.
 */
public abstract class SnapshotCodec {

    private static final int VERSION = 1;
    private static final int MAX_DEPTH = 1_000;

    private @Nullable BytesOut out;
    private @Nullable Map<Object, Integer> written;
    private @Nullable BytesIn in;
    private @Nullable List<Object> read;
    private int depth;

    protected SnapshotCodec() {}

    /**
     * A value as bytes.
     *
     * @throws ReductionException when it is larger, or nested too deep, or holds what cannot be kept
     */
    public final byte[] write(@Nullable Object value, long maxBytes) throws ReductionException {
        out = new BytesOut(maxBytes);
        written = newTable();
        depth = 0;
        try {
            out.write(VERSION);
            writeValue(value);
            return out.toArray();
        } catch (BytesOut.TooLarge e) {
            throw BytesOut.explained(e);
        } finally {
            out = null;
            written = null;
        }
    }

    /**
     * The value of bytes.
     *
     * @throws ReductionException when they are damaged
     */
    public final @Nullable Object read(byte[] snapshot) throws ReductionException {
        in = new BytesIn(snapshot);
        read = new ArrayList<>();
        depth = 0;
        try {
            if (in.next() != VERSION) {
                throw in.damaged();
            }
            return readValue();
        } finally {
            in = null;
            read = null;
        }
    }

    protected abstract void writeValue(@Nullable Object value) throws ReductionException;

    protected abstract @Nullable Object readValue() throws ReductionException;

    /** An empty table that tells by which equality two values are the same. */
    protected abstract Map<Object, Integer> newTable();

    /** Where to write to; null but while writing. */
    protected final BytesOut out() {
        return Objects.requireNonNull(out);
    }

    /** Where to read from; null but while reading. */
    protected final BytesIn in() {
        return Objects.requireNonNull(in);
    }

    /** Writes a reference if this value was written before, else remembers it. @return whether it did */
    protected final boolean wroteReference(Object value, int kind) {
        Integer known = written().putIfAbsent(value, written().size());
        if (known == null) {
            return false;
        }
        out().write(kind);
        out().number(known);
        return true;
    }

    /** Remembers what was read, in the order in which it was written. */
    protected final <T> T remember(T value) {
        Objects.requireNonNull(read).add(value);
        return value;
    }

    /** The value that a reference means. */
    protected final Object readReference() throws ReductionException {
        long number = in().number();
        if (number < 0 || number >= Objects.requireNonNull(read).size()) {
            throw in().damaged();
        }
        return read.get((int) number);
    }

    /** How deep the value is nested that is being written or read; 0 at the top. */
    protected final int depth() {
        return depth;
    }

    /** Goes into a value with parts, to write it; {@link #leave} goes out. */
    protected final void enterToWrite() throws ReductionException {
        CallMeter.poll();
        if (++depth > MAX_DEPTH) {
            throw new ReductionException("the value is nested deeper than " + MAX_DEPTH, null);
        }
    }

    /** Goes into a value with parts, to read it; {@link #leave} goes out. */
    protected final void enterToRead() throws ReductionException {
        CallMeter.poll();
        if (++depth > MAX_DEPTH) {
            throw in().damaged();
        }
    }

    protected final void leave() {
        depth--;
    }

    private Map<Object, Integer> written() {
        return Objects.requireNonNull(written);
    }
}
