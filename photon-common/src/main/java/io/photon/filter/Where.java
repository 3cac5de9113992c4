// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import io.photon.event.Event;

/** A predicate over one event, as given to {@code --where}. Immutable, thread-safe, bounded in time. */
public interface Where {

    /**
     * Whether the event is wanted; what cannot be compared is not.
     *
     * @throws WhereException when it cannot be told: a number cannot be read, or a {@link WhereLanguage} takes too long
     */
    boolean test(Event event);

    /** The text it was read from. */
    String source();
}
