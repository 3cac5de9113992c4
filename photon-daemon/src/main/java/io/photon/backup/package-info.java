// SPDX-License-Identifier: Apache-2.0
/**
 * Backup and restore of a running store: {@link io.photon.backup.BackupService} copies a pinned view into chunks of
 * bytes, {@link io.photon.backup.RestoreService} checks a backup against what is stored, stages what is new and
 * publishes it in one step.
 *
 * <p>May import: {@code log}, {@code store}, {@code core}, {@code codec}, {@code backup.format}, {@code event},
 * {@code budget}, {@code os}, {@code result}. Imported by: {@code api}, wiring.
 *
 * <p>Never here: HTTP, permissions, files of the store (a restore keeps one nameless scratch file of its own).
 */
@NullMarked
package io.photon.backup;

import org.jspecify.annotations.NullMarked;
