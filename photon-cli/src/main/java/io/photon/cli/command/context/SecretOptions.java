// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.Secret;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secrets of a context are kept. The secrets themselves have no option. */
final class SecretOptions {

    @Option(names = "--token-file", paramLabel = "FILE", description = "the token is in this file")
    @Nullable Path tokenFile;

    @Option(names = "--token-env", paramLabel = "VARIABLE", description = "the token is in this environment variable")
    @Nullable String tokenVariable;

    @Option(
            names = "--token-command",
            paramLabel = "COMMAND",
            description = "this program prints the token; it is run without a shell, and has a minute")
    @Nullable String tokenCommand;

    @Option(names = "--password-file", paramLabel = "FILE", description = "the password is in this file")
    @Nullable Path passwordFile;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "the password is in this environment variable")
    @Nullable String passwordVariable;

    @Option(
            names = "--password-command",
            paramLabel = "COMMAND",
            description = "this program prints the password of --user, over AMQP of the broker's user in the URL")
    @Nullable String passwordCommand;

    /** The place of the token, empty for none; BAD_INPUT for several. */
    Result<Optional<Secret>> token() {
        return one("token", tokenFile, tokenVariable, tokenCommand);
    }

    /** The place of the password, empty for none; BAD_INPUT for several. */
    Result<Optional<Secret>> password() {
        return one("password", passwordFile, passwordVariable, passwordCommand);
    }

    private static Result<Optional<Secret>> one(
            String what, @Nullable Path file, @Nullable String variable, @Nullable String command) {
        int given = (file == null ? 0 : 1) + (variable == null ? 0 : 1) + (command == null ? 0 : 1);
        if (given > 1) {
            return Result.err(
                    Kind.BAD_INPUT,
                    "the " + what + " is said to be in " + given + " places",
                    "give one of --" + what + "-file, --" + what + "-env and --" + what + "-command");
        }
        Optional<Secret> secret = Optional.empty();
        if (file != null) {
            String path = file.toAbsolutePath().normalize().toString();
            secret = Optional.of(new Secret(Secret.Place.FILE, path));
        } else if (variable != null) {
            secret = Optional.of(new Secret(Secret.Place.ENV, variable));
        } else if (command != null) {
            secret = Optional.of(new Secret(Secret.Place.COMMAND, command));
        }
        return Result.ok(secret);
    }
}
