// SPDX-License-Identifier: Apache-2.0
/**
 * Feeds: plain TCP, a line of JSON for each event or each update of a projection, for each client that connects. No request is
 * read, so nothing can be asked for. All readers of a feed share one thread, and what waits for them counts among the
 * backlogs of the {@code Budget}. A reader that is too slow is cut off with a last line that says why.
 *
 * <p>May import: api, {@code budget}, {@code codec}, {@code result}, {@code task}. Imported by: wiring.
 *
 * <p>Never here: rules, permissions, the log.
 */
@NullMarked
package io.photon.door.feed;

import org.jspecify.annotations.NullMarked;
