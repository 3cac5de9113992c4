// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import io.photon.store.StoreException;
import io.photon.store.file.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Earlier Photons named segments in the digits of the machine's language (۰۰۰۰۰۰۰۱.log where it spoke Persian) and noted
 * {@code ????????.log} in the manifest, which has no such letters. Here the files get plain names, and the manifest is
 * written again with these: what each entry means is found by the segments' headers. Cut short at any point, the next
 * start goes on with it.
 */
final class LocalDigits {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDigits.class);
    private static final String LOST = "????????.log";
    private static final String STAGED = "staged-";
    private static final int DIGITS = 8;
    private static final int GOOD_ENOUGH = 3;

    private final Disk disk;
    private final Manifest manifest;
    private final List<Found> unnamed = new ArrayList<>();

    /** A segment that no entry names yet. */
    private record Found(String name, SegmentFormat.SegmentHeader header, long size) {}

    private LocalDigits(Disk disk, Manifest manifest) {
        this.disk = disk;
        this.manifest = manifest;
    }

    /** The manifest with names that every machine can read; usually the one given. */
    static Manifest plain(Disk disk, Manifest manifest) throws IOException, StoreException {
        boolean affected = manifest.names(LOST) || manifest.dropped().contains(LOST);
        return affected ? new LocalDigits(disk, manifest).plain() : manifest;
    }

    private Manifest plain() throws IOException, StoreException {
        rename();
        find();
        List<Manifest.Entry> entries = new ArrayList<>();
        long last = 0;
        for (Manifest.Entry entry : manifest.entries()) {
            Manifest.Entry named = entry.name().equals(LOST) ? named(entry, last) : entry;
            entries.add(named);
            last = named.last();
        }
        // A replaced segment holds deleted events: one that ends where a rewritten one does is such a one.
        List<String> dropped = new ArrayList<>(manifest.dropped());
        if (dropped.removeIf(LOST::equals)) {
            for (Found found : unnamed) {
                long end = lastOf(found, found.size());
                boolean replaced = entries.stream().anyMatch(entry -> entry.length() >= 0 && entry.last() == end);
                if (replaced && found.size() > SegmentFormat.SEGMENT_HEADER) {
                    dropped.add(found.name());
                }
            }
        }
        Manifest plain = new Manifest(manifest.storeId(), entries, dropped);
        plain.write(disk);
        LOG.info(
                "the files of {} had names in digits of another language; they have plain ones now", disk.describe(""));
        return plain;
    }

    /** The same for the mark of a clean stop. */
    static @Nullable CleanShutdownMarker plain(@Nullable CleanShutdownMarker clean, Manifest manifest) {
        if (clean == null || !clean.segment().equals(LOST)) {
            return clean;
        }
        List<Manifest.Entry> entries = manifest.entries();
        return new CleanShutdownMarker(
                clean.head(), entries.get(entries.size() - 1).name(), clean.length());
    }

    private void rename() throws IOException {
        List<String> taken = disk.list();
        for (String name : taken) {
            Optional<String> plain = plainNameOf(name);
            if (plain.isEmpty() || taken.contains(plain.get())) {
                continue;
            }
            if (name.endsWith(".idx")) {
                disk.delete(name); // made again
            } else {
                disk.rename(name, plain.get());
            }
        }
        disk.syncDirectory();
    }

    /** The name in digits 0 to 9; empty when it has them already, or is none of ours. */
    static Optional<String> plainNameOf(String name) {
        if (!name.matches("(staged-)?\\p{Nd}{8}\\.(log|idx)") || name.matches("(staged-)?[0-9]{8}.*")) {
            return Optional.empty();
        }
        int from = name.startsWith(STAGED) ? STAGED.length() : 0;
        int number = Integer.parseInt(name, from, from + DIGITS, 10); // it knows the digits of all languages
        return Optional.of(
                name.substring(0, from) + String.format(Locale.ROOT, "%08d", number) + name.substring(from + DIGITS));
    }

    private void find() throws IOException {
        for (String name : disk.list()) {
            if (!name.matches("(staged-)?[0-9]{8}\\.log") || manifest.names(name)) {
                continue;
            }
            try (Disk.DiskFile file = disk.open(name)) {
                SegmentFormat.SegmentHeader header = SegmentFormat.segmentOf(file);
                if (header != null && header.storeId().equals(manifest.storeId())) {
                    unnamed.add(new Found(name, header, file.size()));
                }
            }
        }
        unnamed.sort(Comparator.comparing(Found::name));
    }

    private Manifest.Entry named(Manifest.Entry entry, long last) throws IOException, StoreException {
        Found best = null;
        int bestScore = GOOD_ENOUGH - 1;
        for (Found found : unnamed) {
            int score = entry.length() < 0 ? scoreAsActive(found, last) : score(found, entry, last);
            if (score > bestScore || (score == bestScore && best != null)) { // of two the one begun later
                best = found;
                bestScore = score;
            }
        }
        if (best == null) {
            throw new StoreException(
                    StoreException.Kind.REFUSED,
                    "the file of the segment that ends at " + entry.last() + " is not in " + disk.describe("")
                            + ": its name was written in the digits of another language; if it is there, start Photon"
                            + " with bin/photon or with LC_ALL=C.UTF-8, else restore a backup into an empty folder");
        }
        unnamed.remove(best);
        return new Manifest.Entry(best.name(), entry.length(), entry.last());
    }

    /** How much speaks for a file: a damaged place must not hide it, and what was replaced must not be taken for it. */
    private int score(Found found, Manifest.Entry entry, long last) throws IOException {
        int size = found.size() == entry.length() ? 2 : 0;
        int end = found.size() >= entry.length() && lastOf(found, entry.length()) == entry.last() ? 2 : 0;
        return size + end + (found.header().prev() == last ? 1 : 0);
    }

    private static int scoreAsActive(Found found, long last) {
        return found.header().prev() == last && found.header().coversTo() == 0 ? GOOD_ENOUGH : 0;
    }

    /** The order-id a segment of that length ends at; -1 when no group ends there. */
    private long lastOf(Found found, long length) throws IOException {
        try (Disk.DiskFile file = disk.open(found.name())) {
            long at = SegmentFormat.SEGMENT_HEADER;
            long last = found.header().prev();
            while (at < length) {
                SegmentFormat.GroupHeader group = SegmentFormat.groupOf(file, at);
                if (group == null) {
                    break;
                }
                at += SegmentFormat.GROUP_HEADER + group.bodyLength();
                last = group.last();
            }
            return at == length ? Math.max(last, found.header().coversTo()) : -1;
        }
    }
}
