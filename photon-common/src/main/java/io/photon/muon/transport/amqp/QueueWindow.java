// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.transport.amqp;

/**
 * Bounds what one socket may have lying in the broker: a client that reads slowly and asked for everything would
 * otherwise fill the broker's memory, for AMQP itself bounds no queue of these flags. Each time after a number of messages the
 * depth of the client's queue is asked for (about half a millisecond, while the next lot is already on its way), and
 * above a limit the sending pauses until the client has read.
 *
 * <p>A pure state machine, not thread-safe.
 */
final class QueueWindow {

    /** The depth is asked for after this many messages, or this many bytes. */
    static final int CHECK_MESSAGES = 256;

    static final long CHECK_BYTES = 1 << 20;

    /** So much may lie in the queue before the sending pauses. */
    static final long HOLD_MESSAGES = 1_000;

    static final long HOLD_BYTES = 8 << 20;

    private boolean asked;
    private boolean held;
    private long messages;
    private long bytes;
    private long messagesAtAsking;
    private long bytesAtAsking;
    private long averageBytes = 1;

    /** A message was published. */
    void sent(int size) {
        messages++;
        bytes += size;
    }

    /** Whether the depth should be asked for now; then {@link #asking} follows. */
    boolean wantsDepth() {
        return !asked && (held || messages >= CHECK_MESSAGES || bytes >= CHECK_BYTES);
    }

    /** The question is on its way. */
    void asking() {
        asked = true;
        messagesAtAsking = messages;
        bytesAtAsking = bytes;
    }

    /** How many messages lie in the queue. */
    void depth(long ready) {
        asked = false;
        if (messagesAtAsking > 0) {
            averageBytes = Math.max(1, bytesAtAsking / messagesAtAsking);
        }
        messages -= messagesAtAsking;
        bytes -= bytesAtAsking;
        held = ready > HOLD_MESSAGES || ready * averageBytes > HOLD_BYTES;
    }

    /** Whether the next message may be published. */
    boolean open() {
        return !held && !(asked && (messages >= 2 * CHECK_MESSAGES || bytes >= 2 * CHECK_BYTES));
    }

    /** Whether the client reads too slowly. */
    boolean held() {
        return held;
    }
}
