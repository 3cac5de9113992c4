// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is the same for each server in which a log of slots is kept ({@code store.slots}).
 *
 * @param timeout how long one answer is waited for; an append waits at most twice as long until it says that it does not know
 * @param lease how long a writer counts as there that does not say so
 * @param requireDurable whether a server that can lose what it has confirmed is refused
 * @param cache folder of the copy on this machine, absolute; the setting is {@code KEY.cache}
 * @param address where clients reach this process; empty when that is not known
 */
public record SlotOptions(Duration timeout, Duration lease, boolean requireDurable, Path cache, String address) {}
