package io.photon.api;

/**
 * Where a condition on a projection's value begins to hold.
 *
 * @param orderId the first event after which it holds
 * @param event its line
 * @param before the value before it, JSON
 * @param after the value after it, JSON
 * @param folded how many events were folded to find it
 */
public record Turning(long orderId, byte[] event, byte[] before, byte[] after, long folded) {}
