// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import java.nio.file.Path;

/**
 * Where a store's files are.
 *
 * @param directory of the log, absolute
 * @param name what the names of all its files begin with, those next to the directory, too
 */
public record StorePlace(Path directory, String name) {}
