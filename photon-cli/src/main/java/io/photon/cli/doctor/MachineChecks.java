// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.output.Units;
import io.photon.os.Descriptors;
import io.photon.settings.SettingsTable;
import java.nio.file.Path;
import java.util.List;

/** The machine and its limits: Java, memory, open files. */
final class MachineChecks {

    private static final int OLDEST_JAVA = 17;
    private static final long FEW_FILES = 4_096;

    /** Of what a machine or a container may use, a heap should leave this share to everything else. */
    private static final double LARGEST_SHARE = 0.8;

    private MachineChecks() {}

    static void java(Findings findings) {
        String version = System.getProperty("java.version");
        String found = version + " of " + System.getProperty("java.vendor") + " on " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch");
        if (Runtime.version().feature() < OLDEST_JAVA) {
            findings.wrong("java", found, "install Java " + OLDEST_JAVA + " or newer, and put it first in PATH");
        } else {
            findings.ok("java", found);
        }
    }

    /** How many files and connections the daemon may have; without one, how many a daemon started here would. */
    static void files(Subject subject, Findings findings) {
        long limit = subject.isRunning() ? subject.number("descriptors-max") : Descriptors.limit();
        if (limit <= 0 || limit == Long.MAX_VALUE) {
            findings.note("open files", "no limit is known", null);
            return;
        }
        long open = subject.number("descriptors-open");
        String found = Units.grouped(limit) + " may be open"
                + (subject.isRunning() ? ", " + Units.grouped(open) + " are" : " (ulimit -n)");
        if (subject.isRunning() && open > limit * LARGEST_SHARE) {
            findings.wrong("open files", found, "raise the limit (ulimit -n, LimitNOFILE= in systemd), and restart");
        } else if (limit < FEW_FILES) {
            findings.warning(
                    "open files",
                    found,
                    "each reader and each connection takes one; raise it to " + FEW_FILES
                            + " or more: ulimit -n, LimitNOFILE= in systemd");
        } else {
            findings.ok("open files", found);
        }
    }

    /** Whether the daemon's heap fits into what the machine or the container has. */
    static void memory(Subject subject, Findings findings) {
        long machine = limit();
        if (!subject.isRunning()) {
            findings.ok("memory", machine <= 0 ? "no limit is known" : Units.size(machine) + " may be used here");
            return;
        }
        long heap = subject.number("heap-max-bytes");
        long used = subject.number("heap-used-bytes");
        String found = "the heap may be " + Units.size(heap) + ", " + Units.size(used) + " are used"
                + (subject.isLocal() && machine > 0 ? "; " + Units.size(machine) + " may be used here" : "");
        long longest = subject.settings().get(SettingsTable.REST_MAX_LINE);
        if (subject.isLocal() && machine > 0 && heap > machine * LARGEST_SHARE) {
            findings.warning(
                    "memory",
                    found,
                    "the system may kill the daemon when it needs more than there is; set -Xmx in PHOTON_JAVA_OPTS to "
                            + Units.size((long) (machine * LARGEST_SHARE)) + " or less");
        } else if (heap < 12 * longest) {
            findings.warning(
                    "memory",
                    found,
                    "that is little for events of up to " + Units.size(longest)
                            + "; set -Xmx in PHOTON_JAVA_OPTS, or lower rest.max-line");
        } else {
            findings.ok("memory", found);
        }
    }

    /** The most bytes that the container, else the machine, may use; 0 when the system does not tell. */
    private static long limit() {
        long most = 0;
        for (String line : Proc.lines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                most = Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        for (String file : List.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")) {
            for (String line : Proc.lines(Path.of(file))) {
                if (line.matches("[0-9]{1,18}") && (most == 0 || Long.parseLong(line) < most)) {
                    most = Long.parseLong(line);
                }
            }
        }
        return most;
    }
}
