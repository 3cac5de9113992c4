// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.reading;

import org.jspecify.annotations.Nullable;

/**
 * The daemon that a dashboard shows.
 *
 * @param url as it is shown
 * @param context the name of its context, null for none
 * @param production whether changes need that name
 */
public record ShownDaemon(String url, @Nullable String context, boolean production) {

    /** A daemon that no context names. */
    public static ShownDaemon of(String url) {
        return new ShownDaemon(url, null, false);
    }
}
