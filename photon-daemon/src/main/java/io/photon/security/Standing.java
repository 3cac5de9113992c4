// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import java.util.Optional;

/** Whether what someone logged in with is still good. Asked often and by any thread, so it must be quick. */
@FunctionalInterface
public interface Standing {

    /** What never ends. */
    Standing GOOD = Optional::empty;

    /** Why it is no longer good, e.g. {@code application 'shop' was deleted}; empty while it is. */
    Optional<String> ended();

    /** It serves now: what has a last use keeps that. @param nowMs since 1970 */
    default void used(long nowMs) {}
}
