// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.run;

import io.photon.event.Gap;
import java.util.List;

/**
 * How much of {@code __config__} has been told to the tasks.
 *
 * @param position all up to here
 * @param unread but for these places, which cannot be read, in order
 */
public record ToldConfig(long position, List<Gap> unread) {

    /** Nothing yet. */
    public static final ToldConfig NONE = new ToldConfig(0, List.of());
}
