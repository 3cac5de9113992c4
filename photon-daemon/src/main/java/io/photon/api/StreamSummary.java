package io.photon.api;

/**
 * One stream as a listing shows it.
 *
 * @param totalEvents visible events
 * @param firstOrderId position of the first of them
 * @param lastOrderId position of the last
 */
public record StreamSummary(String name, long totalEvents, long firstOrderId, long lastOrderId) {}
