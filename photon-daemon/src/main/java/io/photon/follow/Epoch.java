package io.photon.follow;

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
}
