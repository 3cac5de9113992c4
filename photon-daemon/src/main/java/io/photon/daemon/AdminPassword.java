// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.os.SystemError;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.Authenticator;
import io.photon.security.KeptSecret;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's password: as it was set, or with {@code -admin.pass random} one that is made at the first start and kept in
 * {@code admin.password} of the data folder (0600).
 *
 * @param text the password
 * @param file that keeps it, null when it was set
 * @param isNew whether it was made now
 */
public record AdminPassword(String text, @Nullable Path file, boolean isNew) {

    /** The setting that asks for one. */
    public static final String RANDOM = "random";

    private static final String FILE = "admin.password";
    /** None that looks like another. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 6;
    private static final SecureRandom BITS = new SecureRandom();

    /** Whether everybody knows it. */
    public boolean isDefault() {
        return text.equals(Authenticator.DEFAULT_PASSWORD);
    }

    /** Whether the settings ask for a random one. */
    public static boolean isKept(Settings settings) {
        return settings.get(SettingsTable.ADMIN_PASS).equals(RANDOM);
    }

    /** The file that keeps it, when the settings ask for a random one. */
    public static Path fileOf(Settings settings) {
        return settings.get(SettingsTable.DATA_PATH).resolve(FILE);
    }

    /** The password of these settings; BAD_INPUT when it cannot be kept, or read. */
    public static Result<AdminPassword> of(Settings settings) {
        if (!isKept(settings)) {
            return Result.ok(new AdminPassword(settings.get(SettingsTable.ADMIN_PASS), null, false));
        }
        Path file = fileOf(settings);
        try {
            KeptSecret.Kept kept = KeptSecret.readOrMake(file, AdminPassword::random);
            return Result.ok(new AdminPassword(kept.text(), file, kept.isNew()));
        } catch (IOException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the administrator's password cannot be kept in " + file + ": " + SystemError.reason(e),
                    "make the folder writable for this user, or set admin.pass to a password of your own");
        }
    }

    /** 118 random bits. */
    private static String random() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            text.append(i > 0 && i % GROUP == 0 ? "-" : "").append(LETTERS.charAt(BITS.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
