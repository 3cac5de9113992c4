// SPDX-License-Identifier: Apache-2.0
/**
 * Snapshots in H2's MVStore: one file for each owner, so that what is erased takes its bytes with it, and damage in one
 * harms no other.
 *
 * <p>May import: {@code result}, {@code store}, {@code store.file.disk} (why a file cannot be used),
 * {@code event}, {@code os}, H2's {@code mvstore}. Imported by: wiring.
 *
 * <p>Never here: what a snapshot means.
 */
@NullMarked
package io.photon.store.snapshot;

import org.jspecify.annotations.NullMarked;
