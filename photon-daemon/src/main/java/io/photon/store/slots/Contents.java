// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.event.Event;
import io.photon.store.StoreException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes content of events and events of content. Thread-safe. */
final class Contents {

    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    static final Slot.Content NONE = content(new byte[0]);

    /** Is given the events of a content, a part after the other. */
    @FunctionalInterface
    interface Sink {
        void take(List<Event> events) throws StoreException;
    }

    private final Uploads parts;
    /** What earlier writers have left, as it was when this one began. */
    private final Queue<Uploads.Upload> left = new ConcurrentLinkedQueue<>();

    Contents(Uploads parts) {
        this.parts = parts;
    }

    /** Content of events; a long one is written in parts. */
    Slot.Content of(List<Event> events) throws StoreException {
        if (SlotLines.length(events) <= parts.sizes().chunk()) {
            return inRow(events);
        }
        ContentWriter writer = writer(Uploads.NO_SLOT);
        boolean isDone = false;
        try {
            writer.add(events);
            Slot.Content content = writer.end();
            isDone = true;
            return content;
        } finally {
            if (!isDone) {
                writer.drop();
            }
        }
    }

    /** Content that is known to be short. */
    static Slot.Content inRow(List<Event> events) {
        return content(SlotLines.of(events));
    }

    /** @param slot that is to have the content instead of its own; {@link Uploads#NO_SLOT} for a slot yet to come */
    ContentWriter writer(long slot) {
        return new ContentWriter(parts, slot);
    }

    private static Slot.Content content(byte[] bytes) {
        return new Slot.Content(SlotLines.sha256().digest(bytes), bytes.length, bytes, null, 0);
    }

    /** Says which slot is to name the parts, before it may. */
    void aim(Slot slot) throws StoreException {
        if (slot.content().parts() != null) {
            parts.announce(slot.content().parts(), slot.content().partCount(), slot.number());
        }
    }

    /** Says which slot is to have other content than these parts, before it has. */
    void retire(Slot slot) throws StoreException {
        if (slot.content().parts() != null) {
            parts.announce(slot.content().parts(), slot.content().partCount(), slot.number());
        }
    }

    /** A slot has it. */
    void keep(Slot.Content content) {
        if (content.parts() != null) {
            parts.keep(content.parts());
        }
    }

    /** No slot has it, now or later. */
    void drop(Slot.Content content) {
        if (content.parts() != null) {
            parts.drop(content.parts(), content.partCount());
        }
    }

    /** The events of a slot; of one with parts it must be known that they fit into memory. */
    List<Event> events(Slot slot) throws StoreException {
        List<Event> events = new ArrayList<>();
        read(slot, events::addAll);
        return events;
    }

    /** Reads all of a slot, and checks it. @throws StoreException DAMAGED, maybe after the sink has taken some */
    void read(Slot slot, Sink sink) throws StoreException {
        Slot.Content content = slot.content();
        MessageDigest digest = SlotLines.sha256();
        try {
            byte[] chunk = content.chunk();
            if (content.parts() == null && chunk != null) {
                requireWhole(slot, digest.digest(chunk));
                sink.take(SlotLines.read(chunk));
                return;
            }
            if (content.parts() == null) {
                throw damaged(slot, "has no content");
            }
            SlotLines.Decoder decoder = new SlotLines.Decoder();
            for (int i = 0; i < content.partCount(); i++) {
                byte[] part = parts.get(content.parts(), i);
                digest.update(part);
                sink.take(decoder.add(part));
            }
            decoder.end();
            requireWhole(slot, digest.digest());
        } catch (IllegalArgumentException e) {
            throw damaged(slot, "has bytes that are not events: " + e.getMessage());
        }
    }

    private void requireWhole(Slot slot, byte[] digest) throws StoreException {
        if (!Arrays.equals(digest, slot.content().sha256())) {
            throw damaged(slot, "does not have the bytes that its checksum was made of");
        }
    }

    private StoreException damaged(Slot slot, String what) {
        return StoreException.damaged(slot.place() + " in " + parts.place() + " " + what, slot.first(), slot.last());
    }

    /**
     * Called while a slot of a new epoch is the last, and before anything is written with that epoch: what is on its way in is
     * what earlier writers have left.
     */
    void remember() {
        left.clear();
        try {
            left.addAll(parts.announced());
        } catch (StoreException e) {
            LOG.debug("the next writer looks at what earlier ones have left: {}", e.getMessage());
        }
    }

    /**
     * It is not known which of two contents a slot has: that is looked at with what earlier writers have left.
     *
     * @param slot as it was read
     * @param next what it may have now, or later
     */
    void doubt(Slot slot, Slot.Content next) {
        doubt(slot.number(), next); // first: the slot is touched, after which it does not get this any more
        doubt(slot.number(), slot.content());
    }

    private void doubt(long slot, Slot.Content content) {
        if (content.parts() != null) {
            left.add(new Uploads.Upload(content.parts(), content.partCount(), slot));
        }
    }

    /**
     * What earlier writers have left: it is kept where its slot has it, else removed. None of them can put a slot in place any
     * more; one that writes a slot again finds that it was touched. For one thread.
     */
    void tidy(SlotTable table) throws StoreException {
        for (Uploads.Upload upload = left.peek(); upload != null; upload = left.peek()) {
            tidy(upload, table);
            left.remove(upload);
        }
    }

    private void tidy(Uploads.Upload upload, SlotTable table) throws StoreException {
        while (true) {
            Slot slot = upload.slot() < 0 ? null : table.find(upload.slot());
            if (slot == null) {
                parts.drop(upload.id(), upload.parts());
                return;
            }
            if (upload.id().equals(slot.content().parts())) {
                parts.keep(upload.id());
                return;
            }
            try {
                if (table.touch(slot)) {
                    parts.drop(upload.id(), upload.parts());
                    return;
                }
            } catch (NoAnswerException e) {
                LOG.debug("content {} is looked at by the next writer: {}", upload.id(), e.getMessage());
                return;
            }
        }
    }
}
