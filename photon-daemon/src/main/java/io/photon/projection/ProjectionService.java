// SPDX-License-Identifier: Apache-2.0
package io.photon.projection;

import io.photon.event.Bound;
import io.photon.projection.spi.Definition;
import io.photon.projection.spi.KeyedReducer;
import io.photon.projection.spi.StreamSize;
import io.photon.result.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * All projections of a daemon: what there is, what their values are, and changes of both. Thread-safe. Changes are
 * events in {@code __config__}; their futures complete when the change has taken effect, and never fail. Methods that
 * answer a value may wait for a language to load or for events to be folded: for threads that may wait.
 */
public interface ProjectionService extends AutoCloseable {

    /** The highest order-id there is to fold. */
    long head();

    /** All names in alphabetical order, built-in ones included. */
    List<String> names();

    /** All descriptors without their values, in the order of names. */
    List<Descriptor> list();

    /** What one is, or NOT_FOUND; waits, as all that asks for one, while files are being loaded. */
    Result<Definition> definition(String name);

    /** One with its current value, or NOT_FOUND. */
    Result<Descriptor> find(String name);

    /** One field of the current value as JSON, or NOT_FOUND. */
    Result<byte[]> field(String name, String key);

    /**
     * The next entries of a value that is too large to be read whole.
     *
     * @param after exclusive; "" for the start
     * @return empty when the value is small: then {@link #find} has the whole
     */
    Result<Optional<KeyedReducer.Slice>> slice(String name, String after, int maxBytes);

    /**
     * How large streams are by a projection that measures them; all of one moment.
     *
     * @param patience how long to wait while it is busy
     */
    Result<Sizes> sizes(String name, List<String> streams, Duration patience);

    /** The value as JSON after all events up to a position, inclusive. */
    Result<byte[]> valueAt(String name, long position);

    /** How the value differs between two positions: an array of JSON Patch operations (RFC 6902). */
    Result<byte[]> diff(String name, long from, long to);

    /** Where a condition on the value begins to hold. */
    Result<Bisection> bisect(String name, String condition);

    /**
     * What a projection would make of the newest events of its stream; nothing is created or kept. BAD_INPUT when it does not
     * compile.
     *
     * @param events how many, at the most
     */
    Result<Trial> tryOut(Definition definition, long events);

    /** Creates one, or with {@code replace} another of the same name; CONFLICT, BAD_INPUT, DENIED. */
    CompletableFuture<Result<Boolean>> create(Definition definition, boolean replace);

    /** Deletes one: NOT_FOUND, DENIED for a built-in one, CONFLICT for one of a file. */
    CompletableFuture<Result<Boolean>> delete(String name);

    /** Has it start over from its initial value. */
    CompletableFuture<Result<Boolean>> reset(String name);

    /** Has it stop, across restarts too, until it is resumed. */
    CompletableFuture<Result<Boolean>> pause(String name);

    /** Has it go on; one that has failed tries the event again. */
    CompletableFuture<Result<Boolean>> resume(String name);

    /**
     * Has one that has failed go on after the event at which it failed: that event is never folded, by no start and for no
     * position; CONFLICT when it has not failed at an event.
     */
    CompletableFuture<Result<Boolean>> skip(String name);

    /**
     * A descriptor with its value for each change: the current one first, then, of several in quick succession, the
     * latest the subscriber has demand for.
     *
     * @param name of one, or null for all but the built-in ones
     */
    Result<Publisher<Descriptor>> updates(@Nullable String name);

    /**
     * Completes with the position when the value covers everything up to a position, or up to a time, once that is over; TIMED_OUT, NOT_FOUND also when it is
     * deleted meanwhile, CONFLICT when it fails or has failed.
     */
    CompletableFuture<Result<Long>> await(String name, Bound position, Duration timeout);

    /** The order-id of the last event that is not later than a time in ms; 0 when there is none. */
    Result<Long> lastUntil(long timeMs);

    /** Facts for {@code /api/stats}. */
    Map<String, Object> stats();

    /** Stops all of them, keeping what they have. */
    @Override
    void close();

    /**
     * How large streams are.
     *
     * @param upTo everything up to here is counted; 0 when something was left out, as where the log is damaged
     * @param streams by name, of those that are known
     */
    record Sizes(long upTo, Map<String, StreamSize> streams) {}

    /**
     * What a bisection found.
     *
     * @param orderId the first event after which the condition holds
     * @param event its line
     * @param before the value before it, JSON
     * @param after the value after it, JSON
     * @param folded how many events were folded to find it
     */
    record Bisection(long orderId, byte[] event, byte[] before, byte[] after, long folded) {}

    /**
     * What came of a dry run.
     *
     * @param folded how many events
     * @param first the order-id of the first of them, 0 for none
     * @param last the order-id of the last of them, 0 for none
     * @param micros how long folding them took
     * @param value after them, JSON
     * @param failedAt the order-id of the event at which the reduction failed, or 0
     * @param error why it failed there, or null
     */
    record Trial(
            long folded,
            long first,
            long last,
            long micros,
            byte[] value,
            long failedAt,
            @Nullable String error) {}

    /** Reads a projection from the text of a file; BAD_INPUT with line and column. */
    Result<Definition> read(String text, String file);
}
