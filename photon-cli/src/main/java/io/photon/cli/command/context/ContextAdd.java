// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.Context;
import io.photon.cli.context.Contexts;
import io.photon.cli.output.Report;
import io.photon.result.Result;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code photon context add}. */
@Command(
        name = "add",
        header = "Give a daemon a name.",
        description = {
            "Writes the file of a context: $XDG_CONFIG_HOME/photon/contexts/NAME.context (~/.config), for its owner only."
                    + " It holds where a secret is kept, never the secret. Nothing is asked of the daemon; see whether it"
                    + " answers with: photon context test NAME.",
            "--production: commands that destroy data of this daemon ask for the context's name, and where there is no"
                    + " terminal they need --confirm NAME; --yes is not enough."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  photon context add local --url http://localhost:3000 --use",
            "  photon context add prod --url https://store:3000 --ca-file ca.pem --token-file ~/prod.token --production",
            "  photon context add mq --url amqp://photon@broker --password-command 'pass show broker'"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written",
            "2:bad name, address or option, or it cannot be written",
            "4:there is one of that name"
        })
final class ContextAdd extends FilesCommand {

    @Parameters(index = "0", paramLabel = "CONTEXT", description = "its name: letters, digits, - _ and .")
    String name;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "the daemon by http(s)://, or the broker by amqp(s)://; without a password")
    String url;

    @Option(names = "--service", paramLabel = "NAME", description = "over amqp: the event store's name")
    @Nullable String service;

    @Option(names = "--ca-file", paramLabel = "FILE", description = "trust the PEM certificates in this file")
    @Nullable Path caFile;

    @Option(names = "--user", paramLabel = "NAME", description = "identity by name and password")
    @Nullable String user;

    @Mixin
    SecretOptions secrets;

    @Option(names = "--production", description = "what destroys data asks for the context's name")
    boolean production;

    @Option(names = "--use", description = "make it the context in use")
    boolean use;

    @Option(names = "--replace", description = "replace the context of that name, if there is one")
    boolean replace;

    @Override
    int run(Contexts contexts, Report report) {
        Result<Path> saved = secrets.token()
                .then(token -> secrets.password()
                        .then(password -> contexts.save(
                                new Context(
                                        name,
                                        url,
                                        service,
                                        caFile == null
                                                ? null
                                                : caFile.toAbsolutePath()
                                                        .normalize()
                                                        .toString(),
                                        user,
                                        token.orElse(null),
                                        password.orElse(null),
                                        production),
                                replace)));
        Result<byte[]> done = saved.then(file -> (use ? contexts.use(name) : saved).then(ok -> contexts.find(name)))
                .then(context -> contexts.inUse()
                        .map(used -> ContextFacts.of(
                                        context, used.filter(name::equals).isPresent())
                                .bytes()));
        return report.done(
                done,
                json -> "context '" + name + "' is " + url + (production ? ", a production context" : "")
                        + (use ? ", and in use" : "; use it with: photon context use " + name));
    }
}
