// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.trace;

import io.photon.event.Gap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The causes and effects of one event.
 *
 * @param event the event with its effects, and theirs
 * @param causes its cause, the cause of that, and so on
 * @param missingCause what the last of them names as its cause and is not in the store (any more), or null
 * @param scannedTo effects were looked for up to this order-id
 * @param complete whether the whole log after the event was looked at and everything found was kept
 * @param damaged places that could not be read on the way, where more causes and effects may have been
 */
public record Trace(
        TracedEvent event,
        List<TracedEvent> causes,
        @Nullable String missingCause,
        long scannedTo,
        boolean complete,
        List<Gap> damaged) {}
