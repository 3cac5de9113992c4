// SPDX-License-Identifier: Apache-2.0
/**
 * The log on disk: append-only segments that are the truth, and indexes that are derived from them. All file access
 * goes through {@link io.photon.store.file.disk.Disk}, one room below, so that a test can cut the power.
 *
 * <p>An append: {@code FileEventStore}, {@code Appender} (one group, one force), {@code SegmentWriter}, {@code Disk}; only then do
 * {@code ActiveIndex} and {@code Segment.grown} show it. When the segment is full, {@code Appender} begins the next one, and
 * {@code IndexBuilder} writes the index of the old one.
 *
 * <p>A read: {@code FileEventStore}, {@code Attempts} (again when a segment was replaced in between), {@code PageReader} on a
 * {@code LogFiles.View}; it finds groups by a {@code SegmentIndex} ({@code ActiveIndex} of the segment that is written,
 * {@code IndexFile} of the others) and reads them with a {@code RecordScanner}.
 *
 * <p>A deletion: {@code HiddenStreams} at once; later {@code Compactor} and {@code SegmentRewriter} in the {@code Background}, as for
 * {@code Merger}. {@code LogFiles} swaps segments in one step of the {@code Manifest}; when it is not known whether the step is on the
 * disk, {@code LogFiles.broken} says so, and nothing is changed or removed any more.
 *
 * <p>A start: {@code Manifest}, {@code Recovery}, {@code OrphanFiles}. Damage: {@code DamageFinder}, {@code Healer}; {@code Healing} and
 * {@code MendedSegment} where the log is a copy.
 *
 * <p>Locks, in the order in which they are taken: {@code FileStaging}, {@code Appender}'s, {@code LogFiles}; and that of one
 * {@code Segment}, under which none of these is taken: so a segment is never released under it, for its last use removes files.
 *
 * <p>May import: {@code store.file.disk}, {@code pace}, {@code result}, {@code settings}, {@code store},
 * {@code store.backend}, {@code event}, {@code os}, {@code task}. Imported by: wiring, {@code store.h2},
 * {@code store.slots} (whose copy is files), {@code store.snapshot}.
 *
 * <p>Never here: SQL, sockets, JSON parsing.
 */
@NullMarked
package io.photon.store.file;

import org.jspecify.annotations.NullMarked;
