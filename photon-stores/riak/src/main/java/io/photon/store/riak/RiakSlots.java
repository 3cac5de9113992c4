// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.store.StoreException;
import io.photon.store.slots.NoAnswerException;
import io.photon.store.slots.Slot;
import io.photon.store.slots.SlotTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key for each slot. No one can list the keys of a strongly consistent bucket, and there is none that says which slot is the
 * last: it would be a second write for each append and could be wrong. A reader asks for the slot after its last one, and only
 * when that is there for several more at once. Thread-safe.
 */
final class RiakSlots implements SlotTable {

    /** Keys asked for at once, each on a connection of its own. */
    private static final int PAGE = 32;

    private static final long UNKNOWN = -1;

    private final Bucket bucket;
    /** After a page of which nothing was missing: the slot that follows it. */
    private volatile long next = UNKNOWN;

    RiakSlots(Bucket bucket) {
        this.bucket = bucket;
    }

    static String key(long number) {
        return "slot/" + number;
    }

    @Override
    public Slot claim(Slot slot) throws NoAnswerException, StoreException {
        if (bucket.insert(key(slot.number()), SlotCodec.bytes(slot), bucket.timeout())) {
            return slot;
        }
        try {
            Slot there = find(slot.number());
            if (there != null) {
                return there;
            }
        } catch (StoreException e) { // what is there may be this one, from an earlier attempt
            throw new NoAnswerException(String.valueOf(e.getMessage()), e);
        }
        throw new NoAnswerException("Riak did not write " + slot.place() + ", and nothing is in its place", null);
    }

    @Override
    public int longestPage() {
        return PAGE;
    }

    /** All at once only where it is likely that they are there: at the end of the log one look is one question. */
    @Override
    public Asked ask(long from, int most) throws StoreException {
        boolean isFollowing = next == from;
        next = UNKNOWN;
        List<Bucket.Later> asked = new ArrayList<>(most);
        askMore(asked, from, isFollowing ? most : 1);
        return () -> {
            List<Slot> found = new ArrayList<>(most);
            for (int i = 0; i < most; i++) {
                if (i == asked.size()) {
                    askMore(asked, from, most);
                }
                Value value = asked.get(i).await();
                if (value == null) {
                    return found;
                }
                found.add(slot(value, from + i));
            }
            next = from + most;
            return found;
        };
    }

    private void askMore(List<Bucket.Later> asked, long from, int most) throws StoreException {
        while (asked.size() < most) {
            asked.add(bucket.ask(key(from + asked.size()), bucket.timeout()));
        }
    }

    private static Slot slot(Value value, long number) throws StoreException {
        return SlotCodec.slot(value.only(key(number)), number);
    }

    @Override
    public @Nullable Slot find(long number) throws StoreException {
        Value value = bucket.get(key(number), bucket.timeout());
        return value == null ? null : slot(value, number);
    }

    @Override
    public boolean rewrite(Slot slot, Slot.Content content) throws NoAnswerException, StoreException {
        Value was = bucket.get(key(slot.number()), bucket.timeout());
        if (was == null || slot(was, slot.number()).revision() != slot.revision()) {
            return false;
        }
        Slot wanted = new Slot(
                slot.number(),
                slot.writer(),
                slot.epoch(),
                slot.first(),
                slot.last(),
                slot.count(),
                slot.revision() + 1,
                content);
        if (bucket.replace(key(slot.number()), was, SlotCodec.bytes(wanted), bucket.timeout())) {
            return true;
        }
        Slot there;
        try {
            there = find(slot.number());
        } catch (StoreException e) {
            throw new NoAnswerException(String.valueOf(e.getMessage()), e);
        }
        if (there == null || there.revision() == slot.revision()) {
            throw new NoAnswerException("Riak did not write " + slot.place() + " again, and it is as it was", null);
        }
        return there.revision() == wanted.revision()
                && Arrays.equals(there.content().sha256(), content.sha256())
                && Objects.equals(there.content().parts(), content.parts());
    }
}
