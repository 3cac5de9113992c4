// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import static java.util.Objects.requireNonNull;

import io.photon.cli.output.Units;
import io.photon.os.SystemError;
import io.photon.settings.SettingsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The store: as the daemon tells, or without one whether its folder could be opened. Nothing is opened or locked here. */
final class StoreChecks {

    private static final long MIRROR_LATE_MS = 60_000;

    private StoreChecks() {}

    /** The data folder: there, ours, writable. @return whether more can be found out in it */
    static boolean folder(Subject subject, Findings findings) {
        Path folder = subject.data();
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            findings.note(
                    "data folder", folder + " is not there yet", "photon serve makes it, or set data.path to another");
            return false;
        }
        if (!Files.isDirectory(folder)) {
            findings.wrong("data folder", folder + " is not a folder", "move it away, or set data.path to another");
            return false;
        }
        String found = folder + owner(folder);
        if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
            findings.wrong(
                    "data folder",
                    found + ", which " + System.getProperty("user.name") + " may not "
                            + (Files.isReadable(folder) && Files.isExecutable(folder) ? "write" : "read"),
                    "run photon as its owner, or: chown -R USER " + folder + " && chmod u+rwx " + folder);
            return false;
        }
        findings.ok("data folder", found);
        return true;
    }

    /** Owner and mode in words. */
    static String owner(Path path) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            return " of " + attributes.owner().getName() + ", "
                    + PosixFilePermissions.toString(attributes.permissions());
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // a file system that knows neither
        }
    }

    /** The store that runs. */
    static void running(Subject subject, Findings findings) {
        String state = subject.text("state");
        boolean standsBy = standsBy(subject);
        long damages = subject.number("store/damaged-places");
        String found = subject.text("backend") + ", " + (standsBy ? "standby" : state) + ", head "
                + subject.text("head") + ", " + Units.size(subject.number("store/bytes"));
        if (!"writable".equals(state) && !standsBy) {
            String reason = subject.text("state-reason");
            findings.wrong(
                    "store",
                    found + (reason == null ? "" : ": " + reason),
                    "nothing can be stored: see the daemon's log, and docs/operations.md");
        } else if (damages > 0) {
            findings.wrong(
                    "store",
                    found + ", " + Units.counted(damages, "damaged place"),
                    "see what is damaged with: photon verify --live; then docs/operations.md, When damage is reported");
        } else {
            findings.ok("store", found + (standsBy ? ": " + writer(subject) : ""));
        }
        durability(subject, findings);
        mirror(subject, findings);
        projections(subject, findings);
        held(subject, findings);
    }

    /** Whether it has nothing to do but to wait: another Photon writes to the store that they share, and it could take over. */
    private static boolean standsBy(Subject subject) {
        return "standby".equals(subject.text("cluster/role")) && subject.text("cluster/trouble") == null;
    }

    private static String writer(Subject subject) {
        String address = subject.text("cluster/primary");
        return (address == null ? "another Photon" : address) + " writes";
    }

    /**
     * A store on another machine may not force what it answers. Of Cassandra that is wrong: it loses what it has confirmed when
     * nodes end at once, also without a power cut.
     */
    private static void durability(Subject subject, Findings findings) {
        String reason = subject.text("store/durability-reason");
        if (reason == null) {
            return;
        }
        String found = subject.text("durability") + ": " + reason;
        if ("cassandra".equals(subject.text("backend"))) {
            findings.wrong("durability", found, "answered events can be lost when nodes end: see docs/cassandra.md");
        } else {
            findings.warning(
                    "durability", found, "an answered event can be lost with its server: see docs/backends.md");
        }
    }

    private static void mirror(Subject subject, Findings findings) {
        String state = subject.text("store/mirror-state");
        if (state == null) {
            return;
        }
        long lagMs = subject.number("store/mirror-lag-ms");
        String found = state + ", " + (lagMs == 0 ? "up to date" : Units.duration(lagMs / 1_000.0) + " late");
        if (!state.equals("following")) {
            findings.warning("mirror", found, "SQL sees old data; events are safe in the log; see the daemon's log");
        } else if (lagMs > MIRROR_LATE_MS) {
            findings.warning(
                    "mirror", found, "SQL sees old data; it catches up when fewer events come, see docs/h2.md");
        } else {
            findings.ok("mirror", found);
        }
    }

    private static void projections(Subject subject, Findings findings) {
        long failed = subject.number("projections/failed");
        String found = Units.grouped(subject.number("projections/total")) + ", " + Units.grouped(failed) + " failed";
        if (failed > 0) {
            findings.warning("projections", found, "see which and why: photon projection list");
        } else {
            findings.ok("projections", found);
        }
    }

    /** Whether the daemon is the one whose settings these are. */
    private static void held(Subject subject, Findings findings) {
        if (!subject.isLocal() || subject.lock() == null || !Files.exists(Path.of("/proc/locks"))) {
            return;
        }
        OptionalLong holder = Proc.lockHolder(subject.lock());
        if (holder.isEmpty() || holder.getAsLong() != subject.number("pid")) {
            findings.warning(
                    "settings",
                    "the daemon at " + subject.url() + " does not hold the store in " + subject.store()
                            + (holder.isPresent() ? ", " + Proc.shown(holder.getAsLong()) + " does" : ""),
                    "give the settings that it was started with: photon doctor --config FILE -data.path FOLDER");
        }
    }

    /** The store without a daemon. */
    static void stopped(Subject subject, Findings findings) {
        Path store = subject.store();
        if (store == null) {
            findings.note("store", subject.settings().get(SettingsTable.DB_BACKEND) + " keeps nothing on disk", null);
            return;
        }
        OptionalLong holder = Proc.lockHolder(subject.lock());
        if (holder.isPresent()) {
            findings.wrong(
                    "store",
                    store + " is held by " + Proc.shown(holder.getAsLong()) + ", which does not answer at "
                            + subject.url(),
                    "is that daemon on another port, or stuck? name it with --url, or see its log");
            return;
        }
        if (!Files.exists(store)) {
            findings.note("store", "there is none in " + store + " yet", "photon serve makes it");
            return;
        }
        try (Stream<Path> files = Files.walk(store)) {
            List<Path> all = files.toList();
            List<Path> closed = all.stream()
                    .filter(file -> !Files.isReadable(file) || !Files.isWritable(file))
                    .toList();
            if (!closed.isEmpty()) {
                findings.wrong(
                        "store",
                        closed.get(0) + owner(closed.get(0)) + ": " + System.getProperty("user.name")
                                + " may not read and write it"
                                + (closed.size() > 1 ? ", nor " + (closed.size() - 1) + " more" : ""),
                        "run photon as its owner, or: chown -R USER " + store);
            } else {
                findings.ok("store", store + ": " + Units.counted(all.size() - 1L, "file") + ", no daemon has it open");
            }
        } catch (IOException | UncheckedIOException e) {
            IOException cause =
                    e instanceof UncheckedIOException wrapped ? requireNonNull(wrapped.getCause()) : (IOException) e;
            findings.wrong(
                    "store",
                    store + owner(store) + " cannot be read: " + SystemError.reason(cause),
                    "run photon as its owner, or: chown -R USER " + store);
        }
    }
}
