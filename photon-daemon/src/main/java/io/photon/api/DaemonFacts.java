// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon knows of itself.
 *
 * @param version of Photon
 * @param backend as in {@code db.backend}
 * @param dataDirectory where the store is, null when it has no place on disk
 * @param startedMs when the process started, ms since 1970
 */
public record DaemonFacts(
        String version, String backend, @Nullable Path dataDirectory, long startedMs) {}
