// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.security.token.SignedTokens;
import io.photon.security.token.SigningSecret;
import io.photon.security.token.Tickets;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of the settings is about sessions and tokens.
 *
 * @param given the secret that signs tokens, null for one that is made and kept
 * @param kept where that is
 */
record AuthSettings(@Nullable String given, Path kept, Tickets.Life sessions, SignedTokens.Lives lives) {

    /** The name of the file below the data folder that keeps the secret. */
    static final String SECRET_FILE = "admin.secret";

    static AuthSettings of(Settings settings) {
        return new AuthSettings(
                settings.find(SettingsTable.ADMIN_SECRET).orElse(null),
                settings.get(SettingsTable.DATA_PATH).resolve(SECRET_FILE),
                new Tickets.Life(
                        settings.get(SettingsTable.AUTH_SESSION_IDLE), settings.get(SettingsTable.AUTH_SESSION_LIFE)),
                new SignedTokens.Lives(
                        settings.get(SettingsTable.AUTH_TOKEN_LIFE), settings.get(SettingsTable.AUTH_REFRESH_LIFE)));
    }

    /** The secret; BAD_INPUT for one that is too short, INTERNAL for a file that cannot be read. */
    Result<SigningSecret> secret() {
        if (given == null) {
            return SigningSecret.in(kept);
        }
        Optional<Failure> refused = SigningSecret.refuse(given);
        return refused.isPresent() ? Result.err(refused.get()) : Result.ok(SigningSecret.of(given));
    }
}
