// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.result.Failure;
import io.photon.settings.SettingsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All checks in the order in which someone would look. Stateless. */
public final class Doctor {

    private Doctor() {}

    /** Looks at everything that can be looked at from here. */
    public static void look(Subject subject, Findings findings) {
        MachineChecks.java(findings);
        DaemonChecks.answer(subject, findings);
        if (subject.isRunning()) {
            StoreChecks.running(subject, findings);
            DaemonChecks.clock(subject, findings);
        }
        if (subject.isLocal()) {
            here(subject, findings);
        } else {
            findings.note(
                    "this machine",
                    "the daemon is not known to be on it, so disk, files and ports were not looked at",
                    "run photon doctor on the daemon's machine, as its user");
        }
        if (subject.isLocal() || subject.isRunning()) {
            MachineChecks.files(subject, findings);
            MachineChecks.memory(subject, findings);
            DaemonChecks.broker(subject, findings);
        }
    }

    private static void here(Subject subject, Findings findings) {
        PortChecks.all(subject, findings);
        boolean keepsFiles = subject.store() != null
                || !subject.settings().get(SettingsTable.DB_BACKEND).equals("memory");
        boolean isThere = StoreChecks.folder(subject, findings);
        if (!subject.isRunning()) {
            StoreChecks.stopped(subject, findings);
        }
        DiskChecks.room(nearest(subject.data()), findings);
        if (isThere && keepsFiles) {
            DiskChecks.forcing(subject.data(), findings);
            RightsChecks.data(subject, findings);
        }
        RightsChecks.secrets(subject, findings);
    }

    /** The folder, or the nearest one above it that is there. */
    private static Path nearest(Path folder) {
        Path there = folder;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    /** What an auditor asks for. */
    public static void security(Subject subject, Findings findings) {
        SecurityChecks.all(subject, findings);
    }

    /** Settings with which no daemon would start. */
    public static Findings ofSettings(List<Failure> errors) {
        Findings findings = new Findings();
        MachineChecks.java(findings);
        errors.forEach(error -> findings.wrong("settings", error.message(), error.hint()));
        return findings;
    }
}
