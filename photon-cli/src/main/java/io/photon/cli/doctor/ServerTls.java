// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.cli.context.FileMode;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The key with which a daemon speaks TLS: in a keystore, or in files of PEM. */
public final class ServerTls {

    private static final String CHECK = "tls";

    private ServerTls() {}

    /** Whether a daemon with these settings speaks TLS, and nothing else. */
    public static boolean isOn(Settings settings) {
        return settings.find(SettingsTable.REST_KEYSTORE).isPresent()
                || settings.find(SettingsTable.REST_CERTIFICATE).isPresent()
                || settings.find(SettingsTable.REST_KEY).isPresent();
    }

    /** @param isOpen whether other machines can reach the daemon */
    static void check(Settings settings, boolean isOpen, Findings findings) {
        Path keystore = settings.find(SettingsTable.REST_KEYSTORE).orElse(null);
        Path certificate = settings.find(SettingsTable.REST_CERTIFICATE).orElse(null);
        Path key = settings.find(SettingsTable.REST_KEY).orElse(null);
        if (keystore == null && certificate == null && key == null) {
            off(isOpen, findings);
        } else if (keystore != null && (certificate != null || key != null)) {
            findings.wrong(
                    CHECK,
                    "rest.keystore and rest.certificate or rest.key are both set, so a daemon does not start",
                    "set one of them: a keystore, or a certificate and its key");
        } else if (keystore != null) {
            if (isReadable("rest.keystore", keystore, findings)) {
                closed(keystore, findings);
            }
        } else if (certificate == null || key == null) {
            findings.wrong(
                    CHECK,
                    (key == null ? "rest.key" : "rest.certificate") + " is missing, so a daemon does not start",
                    "set rest.certificate and rest.key: files of PEM");
        } else if (isReadable("rest.certificate", certificate, findings) && isReadable("rest.key", key, findings)) {
            closed(key, findings);
        }
    }

    private static void off(boolean isOpen, Findings findings) {
        if (isOpen) {
            findings.wrong(
                    CHECK,
                    "off, and other machines can reach the daemon: passwords, tokens and events travel in the clear",
                    "set rest.certificate and rest.key, or rest.keystore and rest.keypass, or listen on localhost"
                            + " behind a proxy that speaks TLS");
        } else {
            findings.ok(CHECK, "off; nothing leaves this machine");
        }
    }

    private static boolean isReadable(String setting, Path file, Findings findings) {
        if (Files.isReadable(file) && !Files.isDirectory(file)) {
            return true;
        }
        findings.wrong(CHECK, setting + " " + file + " cannot be read", "check the path and its owner");
        return false;
    }

    private static void closed(Path file, Findings findings) {
        String found = "on, key in " + file;
        try {
            Optional<String> mode = FileMode.ofOthers(file);
            if (mode.isPresent()) {
                findings.wrong(CHECK, found + ", which other users may use (" + mode.get() + ")", "chmod 600 " + file);
            } else {
                findings.ok(CHECK, found);
            }
        } catch (IOException e) {
            findings.wrong(CHECK, found + ", which cannot be asked", "check the path and its owner");
        }
    }
}
