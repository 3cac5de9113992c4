// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/**
 * An open replay at one moment.
 *
 * @param id rises with each replay of this process
 * @param sinceMs when it began, ms since 1970
 * @param position everything wanted up to here was given
 * @param delivered events given
 * @param lagEvents events in the log after the position, those of other streams included
 * @param isLagLeast whether there are more: the position is before what is counted in memory
 * @param isSlow whether it follows live events, and is too far back to get them from memory
 * @param isWaiting whether it has asked for no more events for now
 */
public record SubscriberState(
        long id,
        SubscriberName by,
        String stream,
        ReplayType type,
        long sinceMs,
        long position,
        long delivered,
        long lagEvents,
        boolean isLagLeast,
        boolean isSlow,
        boolean isWaiting) {}
