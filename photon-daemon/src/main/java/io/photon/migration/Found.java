// SPDX-License-Identifier: Apache-2.0
package io.photon.migration;

import io.photon.core.StreamDeletion;
import io.photon.event.Event;
import io.photon.event.StreamNames;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.store.DeletionEvents;
import io.photon.store.EventReader;
import io.photon.store.Page;
import io.photon.store.ReadRequest;
import io.photon.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the target held before: it must be the beginning of the source, byte for byte, as a migration leaves it that was
 * broken off. Events that the source has no longer must be deleted there by now. Not thread-safe.
 */
final class Found {

    /** More streams than these that only the target has: it is no copy. */
    private static final int MOST_STREAMS = 10_000;

    private static final String NOT_OURS = "nothing was changed; migrate into an empty place, or remove what is there";

    private final EventReader target;
    private final String shown;
    private final long head;
    private List<Event> page = List.of();
    private int next;
    private long cursor;
    private boolean end;
    private long compared;
    /** Of each stream that only the target has, the last event; as long as no deletion explains it. */
    private final Map<String, Long> unexplained = new HashMap<>();

    private final Map<String, Long> deleted = new HashMap<>();

    /** @param target a view of its beginning @param head of that view */
    Found(EventReader target, String shown, long head) {
        this.target = target;
        this.shown = shown;
        this.head = head;
    }

    /** Events that both sides have. */
    long compared() {
        return compared;
    }

    /** Compares an event of the source that is not above the head. @return what is wrong */
    Optional<Failure> compare(Event event) {
        try {
            remember(event);
            Event there = peek();
            while (there != null && there.orderId() < event.orderId()) {
                Optional<Failure> wrong = onlyHere(there);
                if (wrong.isPresent()) {
                    return wrong;
                }
                next++;
                there = peek();
            }
            if (there == null || there.orderId() > event.orderId()) {
                return Optional.of(Failure.of(
                        Failure.Kind.CONFLICT,
                        shown + " holds events up to " + head + " and lacks event " + event.orderId() + " of stream '"
                                + event.streamName() + "': it is not a copy that was broken off",
                        NOT_OURS));
            }
            if (!there.equals(event)) {
                return Optional.of(Failure.of(
                        Failure.Kind.VERIFICATION_FAILED,
                        "event " + event.orderId() + " of stream '" + event.streamName() + "' is another in " + shown
                                + " than in the source",
                        "nothing was changed; remove what is there and migrate again"));
            }
            next++;
            compared++;
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(Migration.reading(shown, e));
        }
    }

    /** Of an event of the source, also one above the head: a deletion explains what only the target has. */
    void remember(Event event) {
        StreamDeletion deletion = DeletionEvents.read(event).orElse(null); // looks at the type first, which is cheap
        if (deletion != null) {
            deleted.merge(deletion.streamName(), deletion.upTo(), Math::max);
        }
    }

    private Optional<Failure> onlyHere(Event there) {
        if (unexplained.size() < MOST_STREAMS || unexplained.containsKey(there.streamName())) {
            unexplained.merge(there.streamName(), there.orderId(), Math::max);
            return Optional.empty();
        }
        return Optional.of(notInTheSource(there.streamName(), there.orderId()));
    }

    /**
     * The source has passed the head: whether all that only the target has is deleted in what was read of the source so far.
     * If not, a deletion may come yet.
     */
    Result<Boolean> isAccountedFor() {
        Optional<Failure> wrong = drain();
        return wrong.isPresent()
                ? Result.err(wrong.get())
                : Result.ok(unexplained.entrySet().stream().allMatch(this::isDeleted));
    }

    /** The source is read to its end: whether all that only the target has is deleted there. */
    Optional<Failure> finish() {
        return drain().or(() -> unexplained.entrySet().stream()
                .filter(one -> !isDeleted(one))
                .findFirst()
                .map(one -> notInTheSource(one.getKey(), one.getValue())));
    }

    private boolean isDeleted(Map.Entry<String, Long> last) {
        return deleted.getOrDefault(last.getKey(), 0L) >= last.getValue();
    }

    /** Nothing of the source can be among what is left of the target. */
    private Optional<Failure> drain() {
        try {
            for (Event there = peek(); there != null; there = peek()) {
                Optional<Failure> wrong = onlyHere(there);
                if (wrong.isPresent()) {
                    return wrong;
                }
                next++;
            }
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(Migration.reading(shown, e));
        }
    }

    private Failure notInTheSource(String stream, long orderId) {
        return Failure.of(
                Failure.Kind.CONFLICT,
                shown + " is not empty, and its event " + orderId + " of stream '" + stream + "' is not in the source",
                NOT_OURS);
    }

    private @Nullable Event peek() throws StoreException {
        while (next == page.size() && !end && cursor < head) {
            Page read = target.read(ReadRequest.forwards(StreamNames.ALL, cursor));
            page = read.events();
            cursor = read.cursor();
            end = read.end();
            next = 0;
        }
        return next < page.size() ? page.get(next) : null;
    }
}
