// SPDX-License-Identifier: Apache-2.0
package io.photon.backup.format;

import io.photon.event.Event;
import io.photon.event.Gap;
import io.photon.result.Failure;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes one backup into chunks of bytes: add events, take chunks, finish. Not thread-safe.
 *
 * <p>Memory: one chunk, which grows only as far as it is not taken.
 */
public final class BackupWriter {

    private static final int FIRST_CAPACITY = 256 * 1024;

    /** A buffer that grew larger than this is given up with what is in it. */
    private static final int LARGE_BYTES = 4 << 20;

    private final Clock clock;
    private final OptionalLong from;
    private final Sha256 sha256 = new Sha256();
    private final List<Gap> gaps = new ArrayList<>();
    private byte[] chunk = new byte[FIRST_CAPACITY];
    private int size;
    private long events;
    private long first;
    private long last;

    /**
     * @param clock tells when the backup was made
     * @param from the lowest order-id asked for (inclusive), empty for a full backup
     */
    public BackupWriter(Clock clock, OptionalLong from) {
        this.clock = clock;
        this.from = from;
    }

    /**
     * Adds one event's line.
     *
     * @throws IllegalArgumentException when its order-id is not above the one before
     */
    public void add(Event event) {
        if (event.orderId() <= last) {
            throw new IllegalArgumentException("order-id " + event.orderId() + " is not above " + last);
        }
        if (events++ == 0) {
            first = event.orderId();
        }
        last = event.orderId();
        int length = event.length();
        if (chunk.length - size <= length) {
            chunk = Arrays.copyOf(chunk, Math.max(size + length + 1, 2 * chunk.length));
        }
        System.arraycopy(event.array(), event.offset(), chunk, size, length);
        size += length;
        chunk[size++] = '\n';
    }

    /**
     * Notes a place that could not be read, for the trailer; one that follows on the last is one with it.
     *
     * @return why this is no backup any more: there are too many
     */
    public Optional<Failure> gap(Gap gap) {
        Gap before = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
        if (before != null && before.last() + 1 >= gap.first()) {
            gaps.set(gaps.size() - 1, new Gap(before.first(), Math.max(before.last(), gap.last())));
        } else if (gaps.size() == Trailer.MOST_GAPS) {
            return Optional.of(Failure.of(
                    Failure.Kind.DAMAGED,
                    "the store is damaged in more than " + Trailer.MOST_GAPS + " places",
                    "back it up in parts, with --from; restore it from an earlier backup"));
        } else {
            gaps.add(gap);
        }
        return Optional.empty();
    }

    /** Bytes added and not taken yet. */
    public int pendingBytes() {
        return size;
    }

    public long events() {
        return events;
    }

    /** Order-id of the event added last, 0 before the first. */
    public long lastOrderId() {
        return last;
    }

    /** Hands over the bytes added since the last call; a large event's are not copied once more. */
    public byte[] take() {
        sha256.add(chunk, 0, size);
        byte[] taken = size == chunk.length ? chunk : Arrays.copyOf(chunk, size);
        if (taken == chunk || chunk.length > LARGE_BYTES) {
            chunk = new byte[FIRST_CAPACITY];
        }
        size = 0;
        return taken;
    }

    /** Hands over what is left and the trailer. The writer is done then. */
    public byte[] finish() {
        byte[] rest = take();
        byte[] trailer = trailer().line();
        byte[] end = Arrays.copyOf(rest, rest.length + trailer.length);
        System.arraycopy(trailer, 0, end, rest.length, trailer.length);
        return end;
    }

    private Trailer trailer() {
        return new Trailer(
                events,
                events == 0 ? OptionalLong.empty() : OptionalLong.of(first),
                events == 0 ? before() : OptionalLong.of(last),
                sha256.take(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                from,
                List.copyOf(gaps),
                Optional.empty());
    }

    /** Where a backup without events goes on from: a caller that asks for what is new takes one more than the last. */
    private OptionalLong before() {
        return from.isPresent() ? OptionalLong.of(from.getAsLong() - 1) : from;
    }
}
