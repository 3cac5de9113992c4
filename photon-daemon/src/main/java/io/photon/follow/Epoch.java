// SPDX-License-Identifier: Apache-2.0
package io.photon.follow;

import java.util.Comparator;
import java.util.List;

/**
 * A time during which one node is the primary. Immutable.
 *
 * @param number 1 until a follower is promoted for the first time, then one more each time
 * @param after the head of the node when it was promoted: what an earlier primary has above it never reached this one
 * @param orderId of the event that began it; 0 for the first epoch, which none did
 * @param node the name of the primary, empty for the first epoch
 * @param nodeId what tells it from others of the same name, empty for the first epoch
 * @param address its URL, empty when none is known
 */
public record Epoch(long number, long after, long orderId, String node, String nodeId, String address) {

    /** That of a log in which no follower was ever promoted. */
    public static final Epoch FIRST = new Epoch(1, 0, 0, "", "", "");

    /**
     * Which of two counts: the higher. Of two with the same number, that of the node with the greater id: a rule that all nodes
     * follow, so that one of them goes on.
     */
    static final Comparator<Epoch> ORDER =
            Comparator.comparingLong(Epoch::number).thenComparing(Epoch::nodeId);

    /** Whether two speak of the same one: nodes that were promoted apart from each other may give the same number. */
    boolean isSameAs(Epoch other) {
        return number == other.number() && nodeId.equals(other.nodeId());
    }

    /** Whether this one counts and the other does not. */
    boolean isAbove(Epoch other) {
        return ORDER.compare(this, other) > 0;
    }

    /** On which node it began, for people. */
    String where() {
        return (node.isEmpty() ? "the first primary" : node) + (address.isEmpty() ? "" : " (" + address + ")");
    }

    /** The last of those that a node knows. */
    static Epoch last(List<Epoch> known) {
        return known.isEmpty() ? FIRST : known.get(known.size() - 1);
    }

    /**
     * The last of some epochs, for a node that knows others: {@code after} is up to where the two have the same events.
     *
     * @param ours of which it is the last; at least one
     * @param theirs those that the other node knows
     */
    static Epoch since(List<Epoch> ours, List<Epoch> theirs) {
        Epoch last = last(ours);
        long after = last.after();
        for (Epoch epoch : ours) {
            after = theirs.stream().anyMatch(epoch::isSameAs) ? after : Math.min(after, epoch.after());
        }
        for (Epoch epoch : theirs) {
            after = ours.stream().anyMatch(epoch::isSameAs) ? after : Math.min(after, epoch.after());
        }
        return new Epoch(last.number(), after, last.orderId(), last.node(), last.nodeId(), last.address());
    }
}
