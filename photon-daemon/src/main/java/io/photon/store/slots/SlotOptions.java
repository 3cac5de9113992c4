// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to use the server.
 *
 * @param timeout how long one answer is waited for; an append waits at most twice as long until it says that it does not know
 * @param lease how long a writer counts as there that does not say so
 * @param cache folder of the copy on this machine, absolute; the setting is {@code KEY.cache}
 * @param address where clients reach this process; empty when that is not known
 */
public record SlotOptions(Duration timeout, Duration lease, Path cache, String address) {

    /** The same without an address. */
    public SlotOptions(Duration timeout, Duration lease, Path cache) {
        this(timeout, lease, cache, "");
    }
}
