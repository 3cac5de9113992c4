// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.output.Units;
import io.photon.os.SystemError;
import io.photon.result.Result;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The file system that the data lie on: its kind, room, inodes, and how long it takes to force a write. */
final class DiskChecks {

    private static final long LITTLE_BYTES = 1L << 30;
    private static final long TOO_LITTLE_BYTES = 100L << 20;
    private static final double LITTLE_SHARE = 0.05;
    private static final long FEW_INODES = 10_000;
    private static final long SLOW_MICROS = 20_000;

    /** No disk forces a write so fast, and hardly any controller with a battery does. */
    private static final long INCREDIBLE_MICROS = 30;

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    private static final Set<String> OVER_A_NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs");

    private DiskChecks() {}

    /** @param folder the data folder, or the nearest one above that is there */
    static void room(Path folder, Findings findings) {
        try {
            FileStore disk = Files.getFileStore(folder);
            kind(disk.type(), folder, findings);
            long free = disk.getUsableSpace();
            long total = disk.getTotalSpace();
            String found = Units.size(free) + " of " + Units.size(total) + " free, for " + folder;
            String advice = "make room: docs/operations.md says how; Photon refuses events when the disk is full";
            if (free < TOO_LITTLE_BYTES) {
                findings.wrong("disk", found, advice);
            } else if (free < LITTLE_BYTES || free < total * LITTLE_SHARE) {
                findings.warning("disk", found, advice);
            } else {
                findings.ok("disk", found);
            }
        } catch (IOException e) {
            findings.wrong("disk", folder + " cannot be asked: " + SystemError.reason(e), "is it mounted?");
        }
        inodes(folder, findings);
    }

    private static void kind(String type, Path folder, Findings findings) {
        if (IN_MEMORY.contains(type)) {
            findings.warning(
                    "file system",
                    type + ": " + folder + " is in memory, and empty after a restart of the machine",
                    "keep data on a disk: set data.path");
        } else if (OVER_A_NETWORK.contains(type)) {
            findings.warning(
                    "file system",
                    type + ": " + folder + " is on another machine",
                    "what is forced there may still be lost, and locks may not hold; use a local disk");
        } else {
            findings.ok("file system", type);
        }
    }

    private static void inodes(Path folder, Findings findings) {
        Optional<Inodes> inodes = Inodes.of(folder);
        if (inodes.isEmpty()) {
            findings.note("inodes", "this file system does not count them, or cannot be asked", null);
            return;
        }
        long free = inodes.get().free();
        String found = Units.grouped(free) + " of " + Units.grouped(inodes.get().total()) + " free";
        if (free < FEW_INODES / 100) {
            findings.wrong("inodes", found, "no file can be made soon: remove small files on this file system");
        } else if (free < FEW_INODES) {
            findings.warning("inodes", found, "each segment and each snapshot is a file: remove small files");
        } else {
            findings.ok("inodes", found);
        }
    }

    /** How long a forced write takes. @param folder the data folder, which is there and ours to write */
    static void forcing(Path folder, Findings findings) {
        Result<FsyncRate> measured = FsyncRate.measure(folder);
        if (measured instanceof Result.Err<FsyncRate> err) {
            findings.wrong("fsync", err.failure().message(), err.failure().hint());
            return;
        }
        FsyncRate rate = measured.value();
        String found = Units.grouped(rate.perSecond()) + "/s, " + millis(rate.medianMicros()) + " each, the slowest "
                + millis(rate.slowestMicros());
        if (rate.medianMicros() < INCREDIBLE_MICROS) {
            findings.warning(
                    "fsync",
                    found + ": faster than any disk",
                    "something answers before the data are safe (memory, a virtual disk, a cache without a battery): a"
                            + " power cut may lose answered events; ask who runs the machine");
        } else if (rate.medianMicros() > SLOW_MICROS) {
            findings.warning(
                    "fsync",
                    found,
                    "each emit waits that long; use an SSD, or emit many at a time; see docs/performance.md");
        } else {
            findings.ok("fsync", found);
        }
    }

    private static String millis(long micros) {
        return micros < 1_000 ? micros + " µs" : Math.round(micros / 100.0) / 10.0 + " ms";
    }
}
