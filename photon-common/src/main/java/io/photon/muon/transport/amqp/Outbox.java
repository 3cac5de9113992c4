// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

import io.photon.muon.wire.MuonMessage;
import java.util.LinkedList;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent over a socket, and in which order it goes: a ping first, the last words when everything else has gone.
 * It is bounded by senders that heed {@link #add}. Guarded by its socket's lock.
 */
final class Outbox {

    /** Above this the sender is asked to wait, below the other one it is called again; in bytes of payload. */
    private static final long HIGH_WATER = 256 << 10;

    private static final long LOW_WATER = 64 << 10;

    /** What a message weighs in addition to its payload. */
    private static final int ENVELOPE_BYTES = 256;

    private final Session session;
    private final String protocol;
    private final Queue<MuonMessage> waiting = new LinkedList<>();
    private final QueueWindow queueWindow = new QueueWindow();
    private long bytes;
    private boolean ping;
    private @Nullable MuonMessage lastWords;

    Outbox(Session session, String protocol) {
        this.session = session;
        this.protocol = protocol;
    }

    private static long weight(MuonMessage message) {
        return message.payload().length + ENVELOPE_BYTES;
    }

    /** @return whether there is room for more */
    boolean add(MuonMessage message) {
        waiting.add(message);
        weighs(weight(message));
        return isBelow(HIGH_WATER);
    }

    private void weighs(long more) {
        bytes += more;
        session.waiting(more);
    }

    private boolean isBelow(long limit) {
        return bytes < limit && !queueWindow.held() && !session.crowded();
    }

    /** Whether a sender that waits may go on. */
    boolean isRoomy() {
        return isBelow(LOW_WATER);
    }

    /** Whether so much waits to be sent that no more should come in. */
    boolean isCongested() {
        return bytes > HIGH_WATER;
    }

    boolean isEmpty() {
        return !ping && lastWords == null && waiting.isEmpty();
    }

    /** A ping is to be sent. */
    void ping() {
        ping = true;
    }

    /**
     * Takes what is to be sent now; null when nothing is, or the other side reads too slowly. Pings go first, and also when the
     * other side reads slowly: they say that we live.
     */
    @Nullable MuonMessage next() {
        if (ping) {
            ping = false;
            return LastWords.ping(protocol);
        }
        if (lastWords != null && waiting.isEmpty()) {
            return lastWords; // whether they read or not: only after these words the queues are released
        }
        if (!queueWindow.open()) {
            return null;
        }
        MuonMessage next = waiting.poll();
        if (next != null) {
            weighs(-weight(next));
        }
        return next;
    }

    /** Whether what {@link #next} gave were the last words, which are sent once. */
    boolean tookLastWords(MuonMessage next) {
        boolean last = next == lastWords;
        lastWords = last ? null : lastWords;
        return last;
    }

    boolean hasLastWords() {
        return lastWords != null;
    }

    /** A message has gone. */
    void sent(int wireBytes) {
        queueWindow.sent(wireBytes);
    }

    /** Whether the depth of the other side's queue is to be asked for now; then it is taken as asked. */
    boolean asksDepth() {
        if (!queueWindow.wantsDepth()) {
            return false;
        }
        queueWindow.asking();
        return true;
    }

    /** @param depth how many messages wait in the other side's queue @return whether nothing may be sent for now */
    boolean isHeldAt(int depth) {
        queueWindow.depth(depth);
        return queueWindow.held();
    }

    /** Nothing but the last words is sent any more. @param words null for none @param atOnce whether the rest is dropped */
    void end(@Nullable MuonMessage words, boolean atOnce) {
        ping = false;
        if (words == null || atOnce || queueWindow.held()) {
            clear();
        }
        lastWords = words;
    }

    /** Drops what waits, but not the last words. */
    void clear() {
        waiting.clear();
        weighs(-bytes);
    }
}
