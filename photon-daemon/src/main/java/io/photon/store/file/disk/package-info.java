// SPDX-License-Identifier: Apache-2.0
/**
 * Files and folders as the log sees them, below its format: {@code Disk} is all that the log asks of one, {@code RealDisk} one folder of the
 * file system, and a test's disk can cut the power.
 *
 * <p>{@code RealDisk} opens a {@code RealFile} when it is used and closes the one that rests longest ({@code OpenFiles}), so that a log of
 * thousands of segments needs few descriptors; none being free passes ({@code NoDescriptorException}). {@code Folder} notices that a folder
 * was removed or exchanged while it is used, {@code FolderLock} lets one process write, {@code FileRights} says which right is missing, and
 * {@code Folders} makes folders that are there after a power cut.
 *
 * <p>May import: {@code os}, {@code store}. Imported by: wiring, {@code store.file}, {@code store.h2}, {@code store.slots},
 * {@code store.snapshot}.
 *
 * <p>Never here: what is in the files.
 */
@NullMarked
package io.photon.store.file.disk;

import org.jspecify.annotations.NullMarked;
