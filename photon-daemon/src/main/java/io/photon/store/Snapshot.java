package io.photon.store;

/**
 * A value and what it is the value of.
 *
 * @param codeHash identifies what made it; another code cannot go on from it
 * @param configPosition all of {@code __config__} up to here (deletions, resets) is taken into account
 * @param position the value covers every event up to this order-id
 * @param lastOrderId the last event that was folded in, 0 for none
 * @param processed how many events were folded in
 * @param value the value, in whatever form its owner reads
 */
public record Snapshot(
        String codeHash, long configPosition, long position, long lastOrderId, long processed, byte[] value) {}
