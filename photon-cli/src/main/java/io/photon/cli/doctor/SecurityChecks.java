// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.util.List;

/** What an auditor asks for: who can reach the daemon, who may do what there, and which secrets are where. */
final class SecurityChecks {

    private static final String COMMAND_LINE = "command line";

    /** That of 0.9, which everybody knows, wherever it was set. */
    private static final String DEFAULT_PASSWORD = Settings.defaults().get(SettingsTable.ADMIN_PASS);

    private SecurityChecks() {}

    static void all(Subject subject, Findings findings) {
        ExposureChecks.connection(subject, findings);
        if (!subject.isLocal()) {
            findings.note(
                    "this machine",
                    "the daemon is not known to be on it, so its settings and files were not looked at",
                    "run photon doctor --security on the daemon's machine, as its user");
            return;
        }
        Settings settings = subject.settings();
        boolean isOpen = ExposureChecks.addresses(subject, findings);
        ServerTls.check(settings, isOpen, findings);
        password(settings, isOpen, findings);
        secretsOfSettings(settings, findings);
        ExposureChecks.origins(settings, findings);
        ExposureChecks.feeds(subject, isGuarded(subject), findings);
        ExposureChecks.muon(subject, findings);
        RightsChecks.data(subject, findings);
        RightsChecks.secrets(subject, findings);
        user(subject, findings);
    }

    /** Whether some may do less than others. */
    private static boolean isGuarded(Subject subject) {
        return subject.number("users") > 0
                || !subject.settings().get(SettingsTable.ADMIN_PASS).equals(DEFAULT_PASSWORD);
    }

    private static void password(Settings settings, boolean isOpen, Findings findings) {
        String user = settings.get(SettingsTable.ADMIN_USER);
        if (isKept(settings)) {
            findings.ok("password", "of " + user + ", a random one that is kept in data.path, admin.password");
        } else if (!settings.get(SettingsTable.ADMIN_PASS).equals(DEFAULT_PASSWORD)) {
            findings.ok("password", "of " + user + ", from " + settings.origin(SettingsTable.ADMIN_PASS));
        } else {
            findings.warning(
                    "password",
                    "the default one of " + user + " is in force: every user of this machine knows it"
                            + (isOpen ? ", from other machines it is refused" : ""),
                    "set admin.pass in a file of settings that is yours only, or PHOTON_ADMIN_PASS, or start with -admin.pass"
                            + " random");
        }
    }

    /** Whether the daemon makes one by itself, and keeps it. */
    private static boolean isKept(Settings settings) {
        return settings.get(SettingsTable.ADMIN_PASS).equals("random");
    }

    /** Secrets that stand where every user of the machine reads them. */
    private static void secretsOfSettings(Settings settings, Findings findings) {
        List<String> told = settings.shown().stream()
                .filter(shown -> shown.setting().secret() || shown.value().contains("********"))
                .filter(shown -> shown.origin().place().startsWith(COMMAND_LINE))
                .filter(shown -> shown.setting() != SettingsTable.ADMIN_PASS || !isKept(settings))
                .map(shown -> shown.setting().key())
                .toList();
        if (told.isEmpty()) {
            findings.ok("secrets", "none on the command line");
        } else {
            findings.wrong(
                    "secrets",
                    String.join(", ", told) + " on the command line, which every user of this machine can read",
                    "move them to a file of settings with mode 0600, or to the environment");
        }
    }

    /** Who runs it. */
    private static void user(Subject subject, Findings findings) {
        String owner = System.getProperty("user.name");
        if (subject.isRunning()) {
            owner = ProcessHandle.of(subject.number("pid"))
                    .flatMap(process -> process.info().user())
                    .orElse(null);
        }
        String who = subject.isRunning() ? "the daemon runs as " : "a daemon started here would run as ";
        if (owner == null) {
            findings.note("user", "who runs the daemon is not told", null);
        } else if (owner.equals("root")) {
            findings.warning("user", who + "root", "give it a user of its own: docs/systemd.md has a systemd unit");
        } else {
            findings.ok("user", who + owner);
        }
    }
}
