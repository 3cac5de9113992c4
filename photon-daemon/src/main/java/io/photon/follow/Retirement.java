package io.photon.follow;

import org.jspecify.annotations.Nullable;

/**
 * That another node is the primary. Immutable.
 *
 * @param by the epoch that began there
 * @param unreplicated how many events of this node never reached it
 * @param file where those are; null when there are none
 */
public record Retirement(
        Epoch by, long unreplicated, @Nullable String file) {}
