// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import org.jspecify.annotations.Nullable;

/**
 * What to play, as a user writes it; null where nothing was said.
 *
 * @param stream a stream's name, {@code __all__} or a glob
 * @param exact whether that is the exact name of a stream even if it looks like a glob
 * @param type {@code cold}, {@code hot} or {@code hot-cold} (the default)
 * @param from inclusive: an order-id, ms since 1970, or RFC 3339 with an offset
 * @param to inclusive, as {@code from}; a time includes its whole millisecond
 * @param limit how many events at the most
 * @param eventType a glob over event types
 * @param where a predicate over events
 * @param direction {@code forwards} (the default) or {@code backwards} (cold only)
 */
public record AskedReplay(
        String stream,
        boolean exact,
        @Nullable String type,
        @Nullable String from,
        @Nullable String to,
        @Nullable String limit,
        @Nullable String eventType,
        @Nullable String where,
        @Nullable String direction) {}
